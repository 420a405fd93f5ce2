/** Called at each boundary of a durable write, so that a test can end the process exactly there; does nothing in production. */
export type FaultHook = (point: string) => void;

export const noFaults: FaultHook = () => {};
