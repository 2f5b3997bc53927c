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
};

export const PageContext = createContext<RefObject<Page>>({current: {pageRows: 1, contentRows: 0}});

/** Called by the screen that is shown; read by the key handler. No render depends on it. */
export function useReportPage(pageRows: number, contentRows: number): void {
	const page = useContext(PageContext);
	useLayoutEffect(() => {
		page.current = {pageRows, contentRows};
	}, [page, pageRows, contentRows]);
}
