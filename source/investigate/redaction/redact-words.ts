/** A list in one string: these are words to read, not code. */
const wordSet = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

/** Said of a secret rather than being one, whatever stands before it. */
export const plainWords = wordSet(`
	absent accepted authentication authorization bad blank changed created default deleted denied disabled empty enabled error exceeded expired
	failed failure false filtered forbidden found hidden incorrect invalid malformed masked mismatch missing nil no none not null object ok
	optional present provided redacted rejected required reset revoked rotated true unauthorized undefined unknown unset updated valid
	verification wrong yes
`);

/** How a sentence goes on after `password:`. */
export const proseWords = wordSet(`
	a after an and are at cannot change check does for has in is length login must no not or should string the too user was will
`);
