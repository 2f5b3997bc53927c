import type {AroundLine} from '../store/view-state.js';
import type {RecordName} from '../store/incident-record.js';

/** What the screen asks of the rest of the program; whoever wires the rooms together carries it out. */
export type Intent =
	| {readonly type: 'open-service'; readonly service: string}
	| {readonly type: 'open-lines'; readonly service: string; readonly template: string | undefined}
	| {readonly type: 'open-context'; readonly service: string; readonly line: AroundLine}
	| {readonly type: 'analyse'; readonly service: string}
	| {readonly type: 'ask'; readonly service: string; readonly question: string}
	| {readonly type: 'stop-analysis'; readonly service: string}
	| {readonly type: 'next-model'}
	| {readonly type: 'send-alert'; readonly service: string}
	| {readonly type: 'open-preview'; readonly service: string; readonly destination: 'slack' | 'claude'}
	| {readonly type: 'mute'; readonly service: string}
	/** Reads the records of earlier sessions. */
	| {readonly type: 'list-incidents'}
	| {readonly type: 'open-incident'; readonly session: string; readonly id: string}
	/** Writes an incident, or what is known of a service, as a file. */
	| {readonly type: 'export'; readonly what: RecordName | {readonly service: string}}
	| {readonly type: 'refresh'}
	| {readonly type: 'copy'; readonly text: string; readonly what: string}
	/** A passing piece of news. */
	| {readonly type: 'say'; readonly text: string}
	| {readonly type: 'suspend'}
	| {readonly type: 'quit'};
