/** Stands in for react-devtools-core in the bundle: Ink loads it only for its own development. */
const noDevtools = {
	initialize: (): void => undefined,
	connectToDevTools: (): void => undefined,
};

export default noDevtools;
