/** Limits of a message, from Slack's Block Kit reference; the total is not documented, this is what was met. */
const maxBlocks = 50;
const maxHeaderLength = 150;
const maxTextLength = 3000;
const maxFields = 10;
const maxFieldLength = 2000;
const maxContextElements = 10;
const maxTotalLength = 13_200;
const maxFallbackLength = 40_000;

/** Kinds of blocks that a message may hold and that are not looked into here. */
const otherBlocks: ReadonlySet<unknown> = new Set(['divider', 'image', 'actions', 'rich_text', 'markdown', 'video', 'table']);

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

const isText = (value: unknown, maxLength: number, types: readonly unknown[] = ['mrkdwn', 'plain_text']): boolean =>
	isFields(value) && types.includes(value.type) && typeof value.text === 'string' && value.text.length > 0 && value.text.length <= maxLength;

const isSection = ({text, fields}: Fields): boolean => {
	if (text === undefined && fields === undefined) {
		return false;
	}

	const hasFineText = text === undefined || isText(text, maxTextLength);
	const hasFineFields = fields === undefined
		|| (Array.isArray(fields) && fields.length > 0 && fields.length <= maxFields && fields.every(field => isText(field, maxFieldLength)));
	return hasFineText && hasFineFields;
};

const isContext = ({elements}: Fields): boolean => Array.isArray(elements)
	&& elements.length > 0
	&& elements.length <= maxContextElements
	&& elements.every(element => (isFields(element) && element.type === 'image') || isText(element, maxTextLength));

const isBlock = (block: unknown): boolean => {
	if (!isFields(block)) {
		return false;
	}

	switch (block.type) {
		case 'header': {
			return isText(block.text, maxHeaderLength, ['plain_text']);
		}

		case 'section': {
			return isSection(block);
		}

		case 'context': {
			return isContext(block);
		}

		default: {
			return otherBlocks.has(block.type);
		}
	}
};

/** Characters of all texts below a value. */
const textLength = (value: unknown): number => {
	if (Array.isArray(value)) {
		return value.reduce<number>((sum, entry) => sum + textLength(entry), 0);
	}

	return isFields(value) ? Object.entries(value).reduce((sum, [name, entry]) => sum + (name === 'text' && typeof entry === 'string' ? entry.length : textLength(entry)), 0) : 0;
};

const parse = (json: string): unknown => {
	try {
		return JSON.parse(json);
	} catch {
		return undefined;
	}
};

/** The JSON of a posted body: the body itself, or the field `payload` of a form. */
const jsonOf = (body: string, contentType: string): string =>
	(contentType.startsWith('application/x-www-form-urlencoded') ? new URLSearchParams(body).get('payload') ?? body : body);

/** What Slack would answer to this body with status 400; undefined where it would take it. */
export const refusalOf = (body: string, contentType: string): string | undefined => {
	const message = parse(jsonOf(body, contentType));
	if (!isFields(message)) {
		return 'invalid_payload';
	}

	const {text, blocks, attachments} = message;
	if (text !== undefined && typeof text !== 'string') {
		return 'invalid_payload';
	}

	if (blocks !== undefined && (!Array.isArray(blocks) || blocks.length > maxBlocks || blocks.some(block => !isBlock(block)))) {
		return 'invalid_blocks';
	}

	if ((text ?? '') === '' && (blocks ?? []).length === 0 && attachments === undefined) {
		return 'no_text';
	}

	if ((text ?? '').length > maxFallbackLength) {
		return 'msg_too_long';
	}

	return textLength(blocks) > maxTotalLength ? 'msg_blocks_too_long' : undefined;
};
