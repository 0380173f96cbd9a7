export { createHooks } from './hook/hooks.ts'
export { presentHook } from './hook/present-hook.ts'
export { huaweiRoutes } from './routes/huawei-routes.ts'
export { createHuaweiSocket } from './socket/create-huawei-socket.ts'
