/** Items by a key, each group in the order of the items; those without a key are left out. */
export const groupBy = <Item>(items: Iterable<Item>, keyOf: (item: Item) => string | undefined): Map<string, Item[]> => {
	const groups = new Map<string, Item[]>();
	for (const item of items) {
		const key = keyOf(item);
		if (key === undefined) {
			continue;
		}

		const group = groups.get(key);
		if (group) {
			group.push(item);
		} else {
			groups.set(key, [item]);
		}
	}

	return groups;
};
