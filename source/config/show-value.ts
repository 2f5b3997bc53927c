import {sanitizeLine} from '../terminal/sanitize.js';
import {settingInfo, type SettingName} from './settings.js';

const mask = '****';
const maxLength = 80;

/** A value as it may be shown: secrets masked, credentials in URLs too, one line. */
export function showValue(name: SettingName, value: unknown): string {
	const {isSecret, isUrl} = settingInfo(name);
	if (isSecret) {
		return mask;
	}

	const text = textOf(value);
	const shown = isUrl ? withoutCredentials(text) : text;
	return sanitizeLine(shown, {maxLength});
}

/** Whatever stands before an @ can be a password, in a text that is no URL as well. */
function withoutCredentials(url: string): string {
	const at = url.lastIndexOf('@');
	const scheme = /^[a-z][\d+\-.a-z]*:\/\//i.exec(url)?.[0] ?? '';
	return at === -1 ? url : `${scheme}${mask}${url.slice(at)}`;
}

function textOf(value: unknown): string {
	if (Array.isArray(value)) {
		return value.map(item => textOf(item)).join(', ');
	}

	if (value instanceof RegExp) {
		return value.source;
	}

	return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : JSON.stringify(value) ?? '';
}
