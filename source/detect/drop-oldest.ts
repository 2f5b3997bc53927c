/** Takes the oldest entries out of a map or a set until it has no more than so many. */
export const dropOldest = (held: Map<unknown, unknown> | Set<unknown>, most: number): void => {
	for (const key of held.keys()) {
		if (held.size <= most) {
			break;
		}

		held.delete(key);
	}
};
