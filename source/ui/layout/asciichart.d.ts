declare module 'asciichart' {
	/** One line chart as rows joined by newlines; values must be finite. */
	export function plot(series: readonly number[], options: {
		readonly min: number;
		readonly max: number;
		readonly height: number;
		readonly offset: number;
		readonly format: (value: number) => string;
	}): string;
}
