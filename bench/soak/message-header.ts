type Message = {readonly text: string; readonly blocks: ReadonlyArray<{readonly type: string; readonly text?: unknown}>};

/** The header of a message to Slack, `🔴 payment: errors, 2 more services`, with or without a mark before it. */
export function headerOf({text, blocks}: Message): string {
	const header = blocks.find(({type}) => type === 'header')?.text;
	return typeof header === 'object' && header !== null && 'text' in header ? String(header.text) : text;
}

/** `payment: errors` of a header, without its sign and what follows. */
export const keyOf = (header: string): string => /^\S+ (.*?: \w+)/u.exec(header)?.[1] ?? header;
