import {
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {test, type TestContext} from 'node:test';
import {openSessionFile} from '../../../source/incidents/records/session-file.js';
import {sessionPaths} from '../../../source/incidents/records/session-directory.js';

const id = '20260105-0310-ab12';

function openHere(t: TestContext) {
	const base = mkdtempSync(path.join(tmpdir(), 'loki-sentinel-session-file-'));
	const directory = path.join(base, 'sessions');
	const troubles: string[] = [];
	const file = openSessionFile({
		directory, id, onTrouble(sentence) {
			troubles.push(sentence);
		},
	});
	t.after(() => {
		file.close();
		rmSync(base, {recursive: true, force: true});
	});
	return {
		file, directory, troubles, paths: sessionPaths(directory, id),
	};
}

test('a record whose directory is deleted while it is written is written anew, whole', (t: TestContext) => {
	const {file, directory, troubles, paths} = openHere(t);
	file.append('"one"\n');
	rmSync(directory, {recursive: true});
	file.append('"two"\n');
	rmSync(paths.lines);
	file.append('"three"\n');
	t.assert.strictEqual(readFileSync(paths.lines, 'utf8'), '"one"\n"two"\n"three"\n');
	t.assert.deepStrictEqual(troubles, []);
	t.assert.throws(() => openSessionFile({directory, id, onTrouble: () => undefined}), /writes it/, 'it is still this one\'s');
});

test('where it cannot be written anew that is said once', (t: TestContext) => {
	const {file, directory, troubles} = openHere(t);
	file.append('"one"\n');
	rmSync(directory, {recursive: true});
	writeFileSync(directory, '');
	file.append('"two"\n');
	file.append('"three"\n');
	t.assert.deepStrictEqual(troubles, [`${directory} cannot be written (EEXIST): what comes now is not kept`]);
});
