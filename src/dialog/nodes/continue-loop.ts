import { loopJump } from './loop-jump.ts'

export const continueLoop = loopJump('ContinueLoop', 'Go on with the next row', 'onContinue')
