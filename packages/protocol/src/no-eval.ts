/**
 * For pages under a Content-Security-Policy without `unsafe-eval`: import this before anything that holds schemas. zod
 * compiles object schemas with `new Function`, and asks whether it may as soon as one is made, by trying; the browser
 * reports even that as a violation.
 */
import { config } from 'zod/v4/core'

config({ jitless: true })
