import type {Pty} from './pty.js';

/**
Opens the service that broke first, once it is named.
The cursor belongs to the service that was judged first. That is another one where a slow machine shows a part of the past before the rest is read.
*/
export async function openFirst(terminal: Pty, service: string): Promise<void> {
	await terminal.see(new RegExp(String.raw`abnormal: (?:\d incidents: |unclear: )?${service}\b`));
	terminal.press('g');
	await terminal.see(new RegExp(`>!!? +${service}`));
	terminal.press('\r');
}
