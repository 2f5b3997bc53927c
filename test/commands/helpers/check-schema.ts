import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {Ajv2020} from 'ajv/dist/2020.js';
import type {CheckEvent} from '../../../source/commands/check/events.js';
import type {CheckReport} from '../../../source/commands/check/report.js';

/** One validator for the document and for a line of events. */
function createValidator() {
	const ajv = new Ajv2020({strict: true, strictRequired: false, formats: {'date-time': (text: string) => text === new Date(text).toISOString()}});
	ajv.addSchema(JSON.parse(readFileSync('docs/schema/check-v1.schema.json', 'utf8')) as Record<string, unknown>, 'check');
	return {
		isDocument: ajv.compile<CheckReport>({$ref: 'check'}),
		isEvent: ajv.compile<CheckEvent>({$ref: 'check#/$defs/event'}),
	};
}

const {isDocument, isEvent} = createValidator();

/** Reads what `--json` wrote and holds it to the documented schema. */
export function readDocument(stdout: string): CheckReport {
	const document: unknown = JSON.parse(stdout);
	assert.ok(isDocument(document), JSON.stringify(isDocument.errors));
	return document;
}

/** The same for `--ndjson`. */
export function readEvents(stdout: string): readonly CheckEvent[] {
	return stdout.trim().split('\n').map(line => {
		const event: unknown = JSON.parse(line);
		assert.ok(isEvent(event), JSON.stringify(isEvent.errors));
		return event;
	});
}

/** The document of a run that has yet to end. */
export async function readCheck(run: Promise<{readonly stdout: string}>): Promise<CheckReport> {
	const {stdout} = await run;
	return readDocument(stdout);
}
