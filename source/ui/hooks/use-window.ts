import {useRef} from 'react';

/**
The first row to show of a list that is longer than its space: it moves only as far as the cursor makes it,
so that rows stay where the eye left them.
*/
export function useWindow(selected: number, count: number, height: number): number {
	const first = useRef(0);
	first.current = windowStart(first.current, selected, count, height);
	return first.current;
}

/** Pure part of `useWindow`. */
export function windowStart(previous: number, selected: number, count: number, height: number): number {
	const most = Math.max(0, count - height);
	const lowest = Math.max(0, selected - height + 1);
	return Math.min(most, Math.max(lowest, Math.min(previous, selected)));
}
