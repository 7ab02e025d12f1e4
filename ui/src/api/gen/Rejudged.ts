// Provisional.

export type Rejudged = { looked: number; admitted: number[]; still_refused: number; cut: number };
