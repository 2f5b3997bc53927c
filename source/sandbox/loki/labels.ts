/** One label, name first. */
export type Label = readonly [name: string, value: string];

/** Labels sorted by name. The key is their JSON text, which is also how they go out on the wire. */
export type LabelSet = {
	readonly key: string;
	readonly labels: readonly Label[];
};

const byName = (a: Label, b: Label): number => {
	if (a[0] === b[0]) {
		return 0;
	}

	return a[0] < b[0] ? -1 : 1;
};

/** The labels as a JSON object. Written by hand, so that a label named __proto__ survives. */
const labelsToJson = (labels: readonly Label[]): string => {
	let json = '{';
	for (const [name, value] of labels) {
		json += `${json.length > 1 ? ',' : ''}${JSON.stringify(name)}:${JSON.stringify(value)}`;
	}

	return json + '}';
};

/** A label set of labels in any order, without two of one name. */
export const labelSet = (labels: Iterable<Label>): LabelSet => {
	const sorted = [...labels].toSorted(byName);
	return {key: labelsToJson(sorted), labels: sorted};
};

export const emptyLabelSet: LabelSet = labelSet([]);

/** The value of a label, or an empty string, which in Loki means that it is not there. */
export const labelValue = (set: LabelSet, name: string): string => {
	for (const label of set.labels) {
		if (label[0] === name) {
			return label[1];
		}
	}

	return '';
};

/** `{app="auth", pod="a"}`, as Loki prints a stream in its messages. */
export const formatLabels = (set: LabelSet): string =>
	`{${set.labels.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(', ')}}`;
