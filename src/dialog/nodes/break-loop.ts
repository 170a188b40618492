import { loopJump } from './loop-jump.ts'

export const breakLoop = loopJump('BreakLoop', 'Leave the loop', 'onBreak')
