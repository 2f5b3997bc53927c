import type {Saying} from './truths.js';

type Message = {readonly text: string; readonly blocks: ReadonlyArray<{readonly type: string; readonly text?: {readonly text: string}}>};

/** What a message to Slack says, by its header: `🔴 service-10: errors`. */
export function sayingOf(body: string, atMs: number, incident: string): Saying {
	const {text, blocks} = JSON.parse(body) as Message;
	const header = blocks.find(({type}) => type === 'header')?.text?.text ?? text;
	const [, service = header, what = ''] = /^\S+ (.*?): (.*)$/u.exec(header) ?? [];
	return {
		service, what, atMs, key: `${service}: ${what} ${incident}`, isRepeat: text.startsWith('repeat: '),
	};
}
