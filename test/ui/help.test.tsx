import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {cleanup, render} from 'ink-testing-library';
import {Help} from '../../source/ui/help.js';
import {usableKeys} from '../../source/ui/keys/key-table.js';
import {linesState} from '../../source/ui/screens/lines/state.js';
import {serviceState} from '../../source/ui/screens/service/state.js';
import {wholeLineState} from '../../source/ui/screens/whole-line/state.js';
import type {Screen} from '../../source/ui/screens/registry.js';
import {nowMs, stateAfter} from '../helpers/states.js';

afterEach(cleanup);

const screens: readonly Screen[] = [
	{type: 'overview'}, serviceState('payment'), linesState('payment'), wholeLineState('payment', {timeMs: nowMs, line: 'pool is full', labels: {}}),
];

for (const screen of screens) {
	test(`no key runs into what it does, however long its name is: ${screen.type}`, () => {
		const state = stateAfter({type: 'screen-pushed', screen});
		const {lastFrame} = render(<Help state={state} columns={80} rows={200}/>);
		const frame = lastFrame() ?? '';
		const explained = usableKeys(state).filter(binding => binding.help !== undefined);
		for (const {shown, keys, help = ''} of explained) {
			const name = shown ?? keys.join(' ');
			const [word = ''] = help.split(' ', 1);
			assert.ok(frame.split('\n').some(row => row.startsWith(` ${name}  `) && row.slice(name.length + 1).trimStart().startsWith(word)), `${name} in\n${frame}`);
		}
	});
}
