/**
Minute by minute counts of one service; index 0 is the history's first minute, NaN is a minute that was not read.
Nothing of it changes: `room` has space behind the newest minute, in which the next history of the same service goes on.
*/
export type ServiceHistory = {
	readonly errors: Float32Array;
	readonly lines: Float32Array;
	readonly room: Room;
};

/** What several histories of one service share; each sees its own part. `end` is behind the last value that any of them sees. */
type Room = {
	readonly errors: Float32Array;
	readonly lines: Float32Array;
	end: number;
};

/** What is known now of one minute; `index` as in the history that it goes into. */
export type Change = {readonly index: number; readonly errors: number; readonly lines: number};

/** Space for so many more minutes, as a share of those that are kept: a copy is made no more often than they are filled. */
const spareShare = 1 / 8;

const openRoom = (minutes: number): Room => {
	const length = minutes + Math.ceil(minutes * spareShare);
	return {errors: new Float32Array(length).fill(NaN), lines: new Float32Array(length).fill(NaN), end: minutes};
};

const viewOf = (room: Room, minutes: number): ServiceHistory => ({
	errors: room.errors.subarray(room.end - minutes, room.end),
	lines: room.lines.subarray(room.end - minutes, room.end),
	room,
});

/** A service that appears now wrote nothing in the minutes that were read before. */
export function emptyService(isRead: Uint8Array): ServiceHistory {
	const room = openRoom(isRead.length);
	for (const [index, flag] of isRead.entries()) {
		if (flag !== 1) {
			continue;
		}

		room.errors[index] = 0;
		room.lines[index] = 0;
	}

	return viewOf(room, isRead.length);
}

const isSame = (known: number | undefined, value: number): boolean => Object.is(known, Math.fround(value));

/** The history of a service `shift` minutes later, with what is known now; the same object where nothing is new. */
export function advanceService(before: ServiceHistory, shift: number, changes: readonly Change[]): ServiceHistory {
	const {room, lines: {length: minutes}} = before;
	const isCorrection = ({index, errors, lines}: Change): boolean => index + shift < minutes && !(isSame(before.errors[index + shift], errors) && isSame(before.lines[index + shift], lines));
	const isCorrected = changes.some(change => isCorrection(change));
	if (shift === 0 && !isCorrected) {
		return before;
	}

	const startInRoom = before.lines.byteOffset / Float32Array.BYTES_PER_ELEMENT;
	const isNewest = startInRoom + minutes === room.end;
	if (!isCorrected && isNewest && room.end + shift <= room.lines.length) {
		// Nobody sees what lies behind the end.
		room.end += shift;
		return write(viewOf(room, minutes), changes.filter(({index}) => index >= minutes - shift));
	}

	const copy = openRoom(minutes);
	if (shift < minutes) {
		copy.errors.set(before.errors.subarray(shift));
		copy.lines.set(before.lines.subarray(shift));
	}

	return write(viewOf(copy, minutes), changes);
}

function write(history: ServiceHistory, changes: readonly Change[]): ServiceHistory {
	for (const {index, errors, lines} of changes) {
		history.errors[index] = errors;
		history.lines[index] = lines;
	}

	return history;
}
