import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createMiner} from '../../../source/patterns/mining/miner.js';
import {createTemplateTest} from '../../../source/patterns/mining/template-lines.js';
import {drawLines, readFamilies} from '../draw-lines.js';

for (const family of readFamilies()) {
	test(`${family.name}: a template stands for the lines of its pattern and of no other one`, () => {
		const miner = createMiner();
		const mined = drawLines(family, 100, 7).map(({line}, index) => ({line, patternId: miner.add(line, index).patternId}));
		for (const {id, template} of miner.patterns()) {
			const isOfTemplate = createTemplateTest([template]);
			const wrong = mined.filter(({line, patternId}) => {
				const pattern = miner.pattern(patternId);
				return pattern?.template === template ? !isOfTemplate(line) : isOfTemplate(line);
			});
			assert.deepEqual(wrong.map(({line}) => line), [], `${id} ${template}`);
		}
	});
}
