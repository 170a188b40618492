/** A topic whose trigger phrases fit what was said. Scores are 0..1, best first; 1 is the same words. */
export type RankedIntent = { topic: string; score: number; phrase?: string }
