/** What a UTF-16 code unit means to the sanitiser; everything that is not listed is plain text. */
export const unitKind = {
	plain: 0,
	control: 1,
	hidden: 2,
	joiner: 3,
	variation: 4,
	surrogate: 5,
} as const;

/**
Characters of the basic plane that take no room, turn the reading direction, or break the line without being a newline.
They are Unicode's Default_Ignorable_Code_Point, the bidi controls and the two separators, spelt out so that start-up does not test 65,536 characters.
*/
const hiddenRanges: ReadonlyArray<readonly [first: number, last: number]> = [
	[0x00_AD, 0x00_AD],
	[0x03_4F, 0x03_4F],
	[0x06_1C, 0x06_1C],
	[0x11_5F, 0x11_60],
	[0x17_B4, 0x17_B5],
	[0x18_0B, 0x18_0F],
	[0x20_0B, 0x20_0F],
	[0x20_28, 0x20_2E],
	[0x20_60, 0x20_6F],
	[0x31_64, 0x31_64],
	[0xFE_00, 0xFE_0F],
	[0xFE_FF, 0xFE_FF],
	[0xFF_A0, 0xFF_A0],
	[0xFF_F0, 0xFF_FB],
];

const zeroWidthJoiner = 0x20_0D;
const textVariation = 0xFE_0E;
const emojiVariation = 0xFE_0F;

/** One entry a code unit: a look-up is the whole cost of a clean character. */
export const unitKinds: Uint8Array = buildKinds();

function buildKinds(): Uint8Array {
	const kinds = new Uint8Array(0x1_00_00);
	kinds.fill(unitKind.control, 0, 0x20);
	kinds[0x0A] = unitKind.plain;
	kinds.fill(unitKind.control, 0x7F, 0xA0);
	for (const [first, last] of hiddenRanges) {
		kinds.fill(unitKind.hidden, first, last + 1);
	}

	kinds[zeroWidthJoiner] = unitKind.joiner;
	kinds[textVariation] = unitKind.variation;
	kinds[emojiVariation] = unitKind.variation;
	kinds.fill(unitKind.surrogate, 0xD8_00, 0xE0_00);
	return kinds;
}

/** Whether a character above the basic plane takes no room: tags, variation selectors, format controls. */
export function isHiddenAstral(character: string): boolean {
	return /[\p{Default_Ignorable_Code_Point}\p{Format}]/u.test(character);
}
