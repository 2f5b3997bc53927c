export type ExploreOptions = {
	/** A path prefix is kept. */
	readonly grafanaUrl: string;
	readonly datasourceUid: string;
	readonly query: string;
	readonly startMs: number;
	readonly endMs: number;
};

/** A link to Grafana's Explore with a query and its window (grafana.com/docs/grafana/latest/explore/get-started-with-explore, URL schema version 1). */
export function exploreUrl({grafanaUrl, datasourceUid, query, startMs, endMs}: ExploreOptions): string {
	const datasource = {type: 'loki', uid: datasourceUid};
	const panes = {
		loki: {
			datasource: datasourceUid,
			queries: [{refId: 'A', expr: query, datasource}],
			range: {from: String(Math.floor(startMs)), to: String(Math.ceil(endMs))},
		},
	};
	const url = new URL(grafanaUrl);
	url.pathname = `${url.pathname.endsWith('/') ? url.pathname.slice(0, -1) : url.pathname}/explore`;
	url.search = new URLSearchParams({schemaVersion: '1', panes: JSON.stringify(panes), orgId: '1'}).toString();
	return url.href;
}
