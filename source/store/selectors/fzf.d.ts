/** Its own types do not resolve in an ES module. */
declare module 'fzf' {
	export class Fzf {
		constructor(names: readonly string[], options: {readonly sort: boolean; readonly casing: 'case-insensitive'});
		find(query: string): ReadonlyArray<{readonly item: string}>;
	}
}
