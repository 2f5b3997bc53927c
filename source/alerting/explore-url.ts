import {withStoredValues} from '../loki/logql/stored-values.js';

export type ExploreOptions = {
	/** A path prefix is kept. */
	readonly grafanaUrl: string;
	/** The uid of Grafana's Loki data source; Grafana asks for one where it is not given. */
	readonly datasourceUid: string | undefined;
};

/** Makes links to Grafana's Explore page with a selector and a window (Grafana 10 and newer, `schemaVersion=1`). */
export function createExploreUrl({grafanaUrl, datasourceUid}: ExploreOptions): (selector: string, startMs: number, endMs: number) => string {
	const parsed = new URL(grafanaUrl);
	const base = `${parsed.protocol}//${parsed.host}${parsed.pathname}`;
	return (selector, startMs, endMs) => {
		const datasource = datasourceUid === undefined ? {} : {datasource: {type: 'loki', uid: datasourceUid}};
		const panes = {
			loki: {
				...(datasourceUid !== undefined && {datasource: datasourceUid}),
				queries: [{
					refId: 'A', expr: withStoredValues(selector), queryType: 'range', ...datasource,
				}],
				range: {from: String(Math.floor(startMs)), to: String(Math.ceil(endMs))},
			},
		};
		const parameters = new URLSearchParams({schemaVersion: '1', panes: JSON.stringify(panes)});
		return `${base.endsWith('/') ? base : `${base}/`}explore?${parameters.toString()}`;
	};
}
