export { huaweiRoutes } from './routes/huawei-routes.ts'
export { createHuaweiSocket } from './socket/create-huawei-socket.ts'
