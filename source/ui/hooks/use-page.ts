import {
	createContext,
	useContext,
	useLayoutEffect,
	type RefObject,
} from 'react';

/** How many rows the current list or text shows, and how many there are: what page keys and scroll limits need. */
export type Page = {
	readonly pageRows: number;
	readonly contentRows: number;
	/** How many columns the longest row has beyond the edge; none where rows are not moved sideways. */
	readonly columnsBeyond?: number;
};

export const PageContext = createContext<RefObject<Page>>({current: {pageRows: 1, contentRows: 0}});

/** Called by the screen that is shown; read by the key handler. No render depends on it. */
export function useReportPage(pageRows: number, contentRows: number, columnsBeyond = 0): void {
	const page = useContext(PageContext);
	useLayoutEffect(() => {
		page.current = {pageRows, contentRows, columnsBeyond};
	}, [page, pageRows, contentRows, columnsBeyond]);
}
