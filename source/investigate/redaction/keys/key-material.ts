import {Buffer} from 'node:buffer';
import {classChanges} from '../shape.js';
import type {Span} from '../spans.js';

/*
Private keys as logs hold them: one line of Base64 an entry, with prefixes, with or without the marks of beginning and end in sight.
Lines of a key are told by a mark before them, by one behind them, or by their own shape; the short last line by those before it.
*/

const kind = 'PRIVATE_KEY';
/** No key is longer: RSA with 16,384 bits takes 200 lines. */
const maxLines = 400;
/** After so many other lines in a row what is short is no longer the key's last line. */
const maxOtherLines = 3;
const maxLineLength = 4000;
const minFullLength = 40;
const minRestlessLength = 12;
/** How long encoders make a line: PEM and PuTTY 64, OpenSSH 70, MIME 76. */
const usualLengths: ReadonlySet<number> = new Set([64, 70, 76]);

const lineEnd = /\r?\n|\\{1,3}r\\{1,3}n|\\{1,3}n|⏎/g;
const wordPattern = /(?<![\w+\-/=])[\d+/a-z]{2,4000}={0,2}(?![\w+\-=])/gi;
const worthALook = /(?<![\d+/A-Za-z])[\d+/A-Za-z]{40}|PRIVATE KEY|Private-(?:Lines|MAC)|PuTTY-User-Key/;
const beginMark = /-{4,5} ?BEGIN [\d A-Z]{0,40}PRIVATE KEY|PuTTY-User-Key-File-\d|Private-Lines:/;
const endMark = /-{4,5} ?END [\d A-Z]{0,40}PRIVATE KEY|Private-MAC:/;
const publicBegin = /-{4,5} ?BEGIN (?:[\d A-Z]{0,40}CERTIFICATE|[\d A-Z]{0,20}PUBLIC KEY|X509 CRL|PKCS7|CMS|PGP SIGNATURE|PGP MESSAGE|SSH SIGNATURE)/;
const publicEnd = /-{4,5} ?END (?:[\d A-Z]{0,40}CERTIFICATE|[\d A-Z]{0,20}PUBLIC KEY|X509 CRL|PKCS7|CMS|PGP SIGNATURE|PGP MESSAGE|SSH SIGNATURE)/;
const macPattern = /Private-MAC:\s{0,3}([\da-f]{40,64})/;
const wrappedBegin = /^(?:LS0tLS1CRUdJTi|tLS0tQkVHSU4|0tLS0tQkVHSU4)/;
/** How keys begin in DER: PKCS#8 and PKCS#1 of RSA, of elliptic curves, of Ed25519, OpenSSH's own. */
const derBegin = /^(?:MII[\dA-Za-z]{2}[\w+/](?:IBADANBgkqhkiG9w0BAQEFAASC|IBAAKC)|MI[\dA-Za-z]{2}(?:AgEA|CAQE)|MHcCAQEE|MIGkAgEBBD|MIHcAgEBBE|MC4CAQAwBQYDK2Vw|b3BlbnNzaC1rZXktdjE)/;

type Word = {readonly start: number; readonly end: number; readonly text: string};

/** One line of one of the texts. */
type Line = {
	readonly index: number;
	readonly words: readonly Word[];
	readonly mark: 'begin' | 'end' | undefined;
	readonly edge: 'begin' | 'end' | undefined;
	/** The characters beside a word, numbers made alike. */
	readonly around: (word: Word) => string;
};

const unpadded = (word: string): number => word.replace(/={1,2}$/, '').length;

/** Base64 of bytes that nobody chose: lower case, upper case and digits take turns all the time. */
const isFull = (word: Word): boolean => isLong(word) && isMixed(word.text);

const isLong = ({text}: Word): boolean => unpadded(text) >= minFullLength && !/^[\da-f]+$/i.test(text);

const isMixed = (text: string): boolean => {
	const head = text.slice(0, 400);
	const changes = classChanges(head) / head.length;
	return changes >= 0.3 && (changes >= 0.5 || /\d/.test(head)) && (head.match(/[A-Z]/g)?.length ?? 0) >= head.length / 12 && (head.match(/[a-z]/g)?.length ?? 0) >= head.length / 12;
};

const isWrappedKey = ({text}: Word): boolean => wrappedBegin.test(text) && /PRIVATE|IVATE KEY/.test(['', 'A', 'AA'].map(shift => Buffer.from(shift + text.slice(0, 120), 'base64').toString('latin1')).join(' '));

const isPublic = ({text}: Word): boolean => /^AAAA[BCE]3?[NZ]/.test(text) || (wrappedBegin.test(text) && !isWrappedKey({text, start: 0, end: 0}));

/** Marks are seldom: most lines have no word of one. */
const markOf = (line: string, begin: RegExp, end: RegExp): 'begin' | 'end' | undefined => {
	if (!line.includes('---') && !line.includes('Private-') && !line.includes('PuTTY')) {
		return undefined;
	}

	return begin.test(line) ? 'begin' : (end.test(line) ? 'end' : undefined);
};

const readLine = (text: string, index: number, start: number, end: number): Line => {
	const line = text.slice(start, Math.min(end, start + maxLineLength));
	const words = Array.from(line.matchAll(wordPattern), match => ({start: start + match.index, end: start + match.index + match[0].length, text: match[0]}));
	return {
		index,
		words,
		mark: markOf(line, beginMark, endMark),
		edge: markOf(line, publicBegin, publicEnd),
		around: word => `${text.slice(Math.max(start, word.start - 4), word.start).replaceAll(/\d/g, '0')}|${text.slice(word.end, Math.min(end, word.end + 1))}`,
	};
};

const linesOf = (texts: readonly string[]): readonly Line[] => texts.flatMap((text, index) => {
	const lines: Line[] = [];
	let start = 0;
	for (const match of text.matchAll(lineEnd)) {
		lines.push(readLine(text, index, start, match.index));
		start = match.index + match[0].length;
	}

	return [...lines, readLine(text, index, start, text.length)];
});

/** Lines between both marks of a certificate or another public thing: evidence, and no secret. */
const publicLines = (lines: readonly Line[]): ReadonlySet<Line> => {
	const found = new Set<Line>();
	let open: number | undefined;
	for (const [position, line] of lines.entries()) {
		if (line.mark !== undefined) {
			open = undefined;
		}

		if (open !== undefined && line.edge === 'end' && position - open < maxLines) {
			for (const inside of lines.slice(open, position + 1)) {
				found.add(inside);
			}
		}

		open = line.edge === 'begin' ? position : (line.edge === 'end' ? undefined : open);
	}

	return found;
};

/** Base64 without a digit: capitals and small letters take turns as in no word. */
const isRestless = (text: string): boolean => text.length >= minRestlessLength && classChanges(text) / text.length >= 0.4;

/** What a line of a key may be: the word that stands where the last one stood, whatever it is where the key ends behind it, or one that looks so by itself. */
const shortWord = (line: Line, before: {readonly around: string} | undefined, isBeforeEnd: boolean): Word | undefined => line.words.findLast(word => {
	const isTold = isBeforeEnd || word.text.endsWith('=') || isRestless(word.text) || ((/\d/.test(word.text) || /[+/]/.test(word.text) || word.text.length < 6) && /[A-Z]/.test(word.text) && /[\da-z]/.test(word.text));
	return (word.text.length >= 12 && isMixed(word.text)) || (line.around(word) === before?.around && isTold);
});

/** Where private keys stand in texts that are lines of one stream, in the order of time; a list a text. Takes time in proportion to the texts. */
export const findKeyMaterial = (texts: readonly string[]): ReadonlyArray<readonly Span[]> => {
	const spans: Span[][] = texts.map(() => []);
	if (texts.every(text => !worthALook.test(text))) {
		return spans;
	}

	const lines = linesOf(texts);
	const isPublicLine = publicLines(lines);
	/** The word of each line that is known for a key's. */
	const known = new Map<number, Word>();
	const hide = (position: number, word: Word): void => {
		spans[lines[position]!.index]!.push({start: word.start, end: word.end, kind});
		known.set(position, word);
	};

	const isOpenAt = markLines(lines);
	for (const [position, line] of lines.entries()) {
		hideMac(line, texts[line.index]!, spans);
		for (const word of isPublicLine.has(line) ? [] : line.words) {
			const isUsual = usualLengths.has(word.text.length);
			// Where a key begins, and between its marks, the letters of a line need prove nothing.
			const isSure = isLong(word) && (derBegin.test(word.text) || (isOpenAt[position]! && isUsual));
			const isOfKey = isSure || (isFull(word) && (isOpenAt[position]! || isUsual || isWrappedKey(word) || isLikeNeighbour(lines, position, word)));
			if (isOfKey && !isPublic(word) && !isDigest(texts[line.index]!, word)) {
				hide(position, word);
			}
		}
	}

	hideShortLines({
		lines, known, hide, isOpenAt,
	});
	return spans;
};

/** Integrity hashes are Base64 of 64 characters too. */
const isDigest = (text: string, word: Word): boolean => /(?:sha|md)\d{1,3}[ \-/:=]["']?$/i.test(text.slice(Math.max(0, word.start - 8), word.start));

const hideMac = (line: Line, text: string, spans: readonly Span[][]): void => {
	const mac = line.mark === 'end' ? macPattern.exec(text) : null;
	if (mac) {
		spans[line.index]!.push({start: mac.index + mac[0].length - mac[1]!.length, end: mac.index + mac[0].length, kind});
	}
};

/** A line of the same length just before or after: an encoder's. */
const isLikeNeighbour = (lines: readonly Line[], position: number, word: Word): boolean => [position - 1, position + 1].some(other => lines[other]?.words.some(({text}) => text.length === word.text.length && text.length >= 48));

/** For each line whether it stands behind the beginning of a key or before the end of one. */
const markLines = (lines: readonly Line[]): readonly boolean[] => {
	const isOpen = lines.map(() => false);
	let left = 0;
	for (const [position, line] of lines.entries()) {
		left = line.mark === 'begin' ? maxLines : (line.mark === 'end' ? 0 : left - 1);
		isOpen[position] = left > 0;
	}

	left = 0;
	for (let position = lines.length - 1; position >= 0; position--) {
		const {mark} = lines[position]!;
		left = mark === 'end' ? maxLines : (mark === 'begin' ? 0 : left - 1);
		isOpen[position] ||= left > 0;
	}

	return isOpen;
};

type ShortLines = {
	readonly lines: readonly Line[];
	readonly known: ReadonlyMap<number, Word>;
	readonly hide: (position: number, word: Word) => void;
	readonly isOpenAt: readonly boolean[];
};

/** The last line of a key is shorter than the others: it stands behind them, or before the mark of the end. */
const hideShortLines = ({lines, known, hide, isOpenAt}: ShortLines): void => {
	let others = maxOtherLines;
	let before: {readonly around: string} | undefined;
	for (const [position, line] of lines.entries()) {
		const full = known.get(position);
		if (full) {
			before = {around: line.around(full)};
			others = 0;
			continue;
		}

		const isBeforeEnd = isOpenAt[position]! && lines[position + 1]?.mark === 'end' && line.mark === undefined;
		const word = others < maxOtherLines || isBeforeEnd ? shortWord(line, before ?? (isBeforeEnd ? {around: '|'} : undefined), isBeforeEnd) : undefined;
		if (word && line.mark === undefined) {
			hide(position, word);
			others = maxOtherLines;
			before = undefined;
		} else {
			others++;
		}
	}
};
