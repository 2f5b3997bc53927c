/** A session was asked for by a name that cannot be gone on with. */
export class UnknownSessionError extends Error {
	override name = 'UnknownSessionError';

	constructor(id: string, why: string, ids: readonly string[]) {
		super(`The session ${JSON.stringify(id)} ${why}. ${ids.length === 0 ? 'None is kept yet.' : `The newest are ${ids.join(', ')}.`} Without an id, -c resumes the newest of this Loki.`);
	}
}
