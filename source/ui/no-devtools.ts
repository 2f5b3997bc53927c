/** Stands in for react-devtools-core in the bundle: Ink loads it only for its own development. */
export const initialize = (): void => undefined;

export const connectToDevTools = (): void => undefined;
