import type {Reply} from '../http/reply.js';
import {formatQuery} from '../../../logql/format-query.js';
import {readQuery} from './read-query.js';
import type {QueryRequest} from './query.js';

/** /loki/api/v1/format_query */
export const handleFormatQuery = ({parameters}: QueryRequest): Reply => ({
	status: 200,
	contentType: 'application/json; charset=utf-8',
	body: `${JSON.stringify({status: 'success', data: formatQuery(readQuery(parameters.get('query') ?? ''))})}\n`,
});
