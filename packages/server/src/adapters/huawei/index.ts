export { type HuaweiRoutesParts, huaweiRoutes } from './routes/huawei-routes.ts'
export { createHuaweiSocket, type HuaweiSocketParts } from './socket/create-huawei-socket.ts'
