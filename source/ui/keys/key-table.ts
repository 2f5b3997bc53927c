import type {State} from '../../store/state.js';
import {currentScreen, type ScreenType} from '../../store/view-state.js';
import {
	analyse,
	askFollowUp,
	enterAnalysis,
	nextCitation,
} from '../screens/analysis/commands.js';
import {exportIncident, openIncidents} from '../screens/incidents/commands.js';
import {openLines} from '../screens/lines/commands.js';
import {nextAnomaly, nextOrder, openFilter} from '../screens/overview/commands.js';
import {preview} from '../screens/preview/commands.js';
import {exclude, mute, sendAlert} from '../screens/service/commands.js';
import {moveBy, moveTo} from './movement.js';
import {onPatternsOnly, withModelOnly, type Obstacle} from './obstacles.js';
import type {Effects, KeyContext} from './binding.js';
import {
	chooseRange,
	copy,
	goBack,
	nextPane,
	open,
} from './shared-bindings.js';

export type KeyBinding = {
	/** All do the same; the first is the one that is shown. */
	readonly keys: readonly string[];
	/** How the keys are shown where it is not the first one alone. */
	readonly shown?: string;
	/** One or two words for the footer; without it the key is in the help only. */
	readonly footer?: string;
	/** A sentence for the help page; without it the entry before says it for both. */
	readonly help?: string;
	/** Where it works; everywhere when not given. */
	readonly screens?: readonly ScreenType[];
	/** Why it can do nothing now, which is said where it is pressed all the same; it is not offered meanwhile. */
	readonly obstacle?: Obstacle;
	/** Whether it also works on the help page. */
	readonly worksInHelp?: boolean;
	readonly run: (context: KeyContext) => Effects;
};

const lists: readonly ScreenType[] = ['overview', 'service', 'incidents'];
const below: readonly ScreenType[] = ['service', 'lines', 'analysis', 'preview', 'alert', 'incidents', 'incident'];
const ofService: readonly ScreenType[] = ['overview', 'service', 'lines', 'analysis'];

/** Every key of the program: the handler, the footer and the help screen read this one table. */
export const keyTable: readonly KeyBinding[] = [
	{
		keys: ['enter'], footer: 'open', help: 'open what is under the cursor', screens: [...lists, 'lines'], obstacle: onPatternsOnly('enter opens a pattern'), run: open,
	},
	{
		keys: ['c'], footer: 'follow-up', help: 'ask a follow-up question', screens: ['analysis'], obstacle: withModelOnly('follow-ups'), run: askFollowUp,
	},
	{
		keys: [']'], shown: '[ ]', footer: 'citations', help: 'next, previous citation; enter opens its line among its neighbours', screens: ['analysis'], obstacle: withModelOnly('citations'), run: context => nextCitation(context, 1),
	},
	{
		keys: ['['], screens: ['analysis'], obstacle: withModelOnly('citations'), run: context => nextCitation(context, -1),
	},
	{
		keys: ['enter'], help: 'the cited line under the cursor, else a follow-up', screens: ['analysis'], obstacle: withModelOnly('follow-ups'), run: enterAnalysis,
	},
	{
		keys: ['a'], footer: 'analyse', help: 'analyse the service; again for a new analysis', screens: ofService, run: analyse,
	},
	{
		keys: ['s'], footer: 'Slack', help: 'send a Slack alert at once; soon after, it asks for a second s', screens: [...ofService, 'alert'], run: sendAlert,
	},
	{
		keys: ['tab'], footer: 'pane', help: 'next pane, or the other destination of the preview', screens: ['service', 'preview'], run: nextPane,
	},
	{
		keys: ['tab'], footer: 'calls', help: 'show what the model\'s look-ups gave, and hide it', screens: ['analysis'], obstacle: withModelOnly('look-ups'), run: () => [{type: 'tools-toggled'}],
	},
	{
		keys: ['!'], footer: 'exclude', help: 'put a pattern away: last in the list, left out of the log lines; again takes it back', screens: ['service'], obstacle: onPatternsOnly('! puts a pattern away'), run: exclude,
	},
	{
		keys: ['l'], footer: 'logs', help: 'log lines of the service', screens: ['overview', 'service', 'analysis'], run: openLines,
	},
	{
		keys: ['/'], footer: 'filter', help: 'filter services by name; !word leaves out', screens: ['overview'], run: openFilter,
	},
	{
		keys: ['e'], shown: 'e E', footer: 'anomaly', help: 'next, previous anomaly', screens: ['overview', 'service'], run: context => nextAnomaly(context, 1),
	},
	{
		keys: ['E'], screens: ['overview', 'service'], run: context => nextAnomaly(context, -1),
	},
	{
		keys: ['m'], footer: 'mute', help: 'mute what is open of the service for 1 h; again for 8 h, 24 h, then not at all', screens: ['overview', 'service'], run: mute,
	},
	{
		keys: ['m'], help: 'switch the model of the next analysis', screens: ['analysis'], run: () => [{type: 'next-model'}],
	},
	{
		keys: ['o'], footer: 'order', help: 'order by: abnormal first, errors, error share, lines, name', screens: ['overview'], run: nextOrder,
	},
	{
		keys: ['1', '2', '3', '4', '5', '6'], shown: '1-6', help: 'time range: 15 min, 1 h, 3 h, 6 h, 12 h, 24 h', screens: ['overview', 'service'], run: chooseRange,
	},
	{
		keys: ['v'], footer: 'preview', help: 'what would leave this host: the Slack message, the prompt', screens: ofService, run: preview,
	},
	{
		keys: ['i'], footer: 'incidents', help: 'incidents of this session and of earlier ones', screens: [...ofService, 'alert'], run: openIncidents,
	},
	{
		keys: ['x'], footer: 'export', help: 'write the incident as Markdown into the working directory', screens: [...ofService, 'incidents', 'incident'], run: exportIncident,
	},
	{
		keys: ['y'], footer: 'copy', help: 'copy the command, the line, the pattern or the label (OSC 52)', screens: ['service', 'lines', 'analysis'], run: copy,
	},
	{
		keys: ['up', 'k'], shown: 'up down k j', help: 'move', worksInHelp: true, run: context => moveBy(context, -1),
	},
	{
		keys: ['down', 'j'], worksInHelp: true, run: context => moveBy(context, 1),
	},
	{
		keys: ['ctrl-u', 'pageup'], shown: 'ctrl-u ctrl-d', help: 'half a page up, down', worksInHelp: true, run: context => moveBy(context, -Math.ceil(context.pageRows / 2)),
	},
	{
		keys: ['ctrl-d', 'pagedown'], worksInHelp: true, run: context => moveBy(context, Math.ceil(context.pageRows / 2)),
	},
	{
		keys: ['g', 'home'], shown: 'g G', help: 'to the top, to the end', worksInHelp: true, run: context => moveTo(context, 'top'),
	},
	{
		keys: ['G', 'end'], worksInHelp: true, run: context => moveTo(context, 'end'),
	},
	{
		keys: ['r'], help: 'ask Loki again now', screens: ['overview', 'service', 'lines'], run: () => [{type: 'refresh'}],
	},
	{
		keys: ['space'], help: 'pause and go on: what is on the screen stays still', screens: ['overview', 'service'], run: () => [{type: 'pause-toggled'}],
	},
	{
		keys: ['esc'], footer: 'back', help: 'back; stops an answer that is streaming', screens: below, run: goBack,
	},
	{
		keys: ['esc'], help: 'clear the filter', screens: ['overview'], run: () => [{type: 'filter-changed', filter: ''}],
	},
	{
		keys: ['?'], footer: 'help', help: 'this page', run: () => [{type: 'help-toggled'}],
	},
	{
		keys: ['q'], footer: 'quit', help: 'quit', screens: ['overview'], run: () => [{type: 'quit'}],
	},
	{
		keys: ['q'], help: 'back', screens: below, run: () => [{type: 'screen-popped'}],
	},
	{
		keys: ['ctrl-c'], help: 'quit', worksInHelp: true, run: () => [{type: 'quit'}],
	},
	{
		keys: ['ctrl-z'], help: 'suspend; fg brings it back', run: () => [{type: 'suspend'}],
	},
];

const worksOn = (binding: KeyBinding, screen: ScreenType): boolean => binding.screens?.includes(screen) ?? true;

/** The keys that work on a screen, in the table's order. */
export const bindingsOf = (screen: ScreenType): readonly KeyBinding[] => keyTable.filter(binding => worksOn(binding, screen));

/** The keys that do something now on the screen that is seen: what is worth showing. */
export function usableBindings(state: State): readonly KeyBinding[] {
	const screen = currentScreen(state.view);
	return bindingsOf(screen.type).filter(binding => binding.obstacle?.(state, screen) === undefined);
}

/** The keys that leave the help page. */
const leavesHelp: ReadonlySet<string> = new Set(['?', 'esc', 'q', 'enter']);

/** What a key does now; nothing where it has no meaning on this screen. The help page takes only the keys that move it and that leave it. */
export function effectsOfKey(name: string, state: State, page: Pick<KeyContext, 'pageRows' | 'contentRows'>): Effects {
	const {isHelpOpen} = state.view;
	if (isHelpOpen && leavesHelp.has(name)) {
		return [{type: 'help-toggled'}];
	}

	const screen = currentScreen(state.view);
	const binding = bindingsOf(screen.type).find(({keys, worksInHelp = false}) => keys.includes(name) && (worksInHelp || !isHelpOpen));
	if (!binding) {
		return [];
	}

	const obstacle = binding.obstacle?.(state, screen);
	return obstacle === undefined
		? binding.run({
			state, screen, name, ...page,
		})
		: [{type: 'say', text: obstacle}];
}
