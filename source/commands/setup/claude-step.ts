import {findModel, knownModelIds} from '../../investigate/claude/request/models.js';
import {claudeCheck} from '../doctor/claude-check.js';
import {choose, type Choice} from './ask.js';
import {askSecretSetting, askSetting} from './ask-setting.js';
import {afterFailure, tryOut} from './try-out.js';
import type {Draft, SetupContext, Step} from './types.js';

const otherModel = 'other';

/** Claude's key and model; without one there is only the verdict without AI. */
export const claudeStep: Step = async (before, context) => {
	let draft = before;
	for (;;) {
		draft = {...draft, ...await askKey(draft, context)};
		const {settings, sources} = context.resolve(draft);
		if (!settings.anthropicApiKey && !settings.anthropicAuthToken) {
			return draft;
		}

		draft = {...draft, model: await askModel(settings.model)};
		const results = await tryOut([claudeCheck({...context.resolve(draft).settings, sources}, context.env, context.now)]);
		const next = await afterFailure(results, 'Claude');
		if (next !== 'again') {
			return next === 'skip' ? before : draft;
		}
	}
};

async function askKey(draft: Draft, {env}: SetupContext): Promise<Draft> {
	const anthropicApiKey = await askSecretSetting({
		name: 'anthropicApiKey', message: 'Claude\'s API key', without: 'No Claude', canStayOutside: true,
	}, {stored: draft, env});
	return {anthropicApiKey};
}

async function askModel(current: string): Promise<string> {
	const ids = knownModelIds();
	const choices: ReadonlyArray<Choice<string>> = [
		...ids.includes(current) ? [] : [{value: current, label: current}],
		...ids.map(id => ({value: id, label: id, hint: priceOf(id)})),
		{value: otherModel, label: 'Another one'},
	];
	const choice = await choose('Which model analyses?', choices, current);
	return choice === otherModel ? askSetting('model', {message: 'Name of the model'}) : choice;
}

function priceOf(id: string): string {
	const {price} = findModel(id);
	return price === undefined ? '' : `$${price.input} in, $${price.output} out per million tokens`;
}
