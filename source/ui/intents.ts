import type {RecordName} from '../store/incident-record.js';
import type {Screens, ScreenType} from './screens/registry.js';

/** What several screens ask of the rest of the program. */
type SharedIntent =
	| {readonly type: 'send-alert'; readonly service: string}
	| {readonly type: 'mute'; readonly service: string}
	/** Writes an incident, or what is known of a service, as a file. */
	| {readonly type: 'export'; readonly what: RecordName | {readonly service: string}}
	/** Counts come now and not with the next poll. */
	| {readonly type: 'refresh'}
	| {readonly type: 'copy'; readonly text: string; readonly what: string}
	/** The words of a model, with placeholders: what is copied is what the screen shows. */
	| {readonly type: 'copy-answer'; readonly text: string; readonly what: string}
	/** A passing piece of news; dim where it is only why a key does nothing. */
	| {readonly type: 'say'; readonly text: string; readonly isDim?: boolean}
	/** Looks at everything as it was at a moment, at one service where one is named; at the present without a moment. */
	| {readonly type: 'look-back'; readonly atMs: number | undefined; readonly service?: string | undefined}
	/** The same so much later than what is looked at or, where that is on its way, is to be; earlier where it is negative. */
	| {readonly type: 'step-time'; readonly byMs: number}
	/** Watches these namespaces and no others; all where none is named. */
	| {readonly type: 'watch-namespaces'; readonly label: string; readonly names: readonly string[]}
	/** Paints the whole screen anew, over whatever others wrote on it. */
	| {readonly type: 'redraw'}
	| {readonly type: 'suspend'}
	| {readonly type: 'quit'};

/** What a screen asks of its own, also when it is opened or left. */
export type ScreenIntent = Screens[ScreenType]['intent'];

/** What the screens ask of the rest of the program; whoever wires the rooms together carries it out. */
export type Intent = SharedIntent | ScreenIntent;

/** All but what whoever shows the screens does itself. */
export type HandledIntent = Exclude<Intent, {readonly type: 'suspend' | 'quit' | 'redraw' | 'look-back' | 'step-time' | 'watch-namespaces'}>;

export type IntentOf<Type extends Intent['type']> = Extract<Intent, {readonly type: Type}>;
