import process from 'node:process';
import {useApp} from 'ink';

/** Gives the terminal back to the shell, as ctrl-z does for any program; `fg` brings the screen back as it was. */
export function useSuspend(): () => void {
	const {suspendTerminal} = useApp();
	return () => {
		if (process.platform === 'win32') {
			return;
		}

		void suspendTerminal(async () => {
			await new Promise<void>(resolve => {
				process.once('SIGCONT', () => {
					resolve();
				});
				process.kill(process.pid, 'SIGTSTP');
			});
		}).then(() => {
			// The window may have another size by now, and nobody told the screen while it was away.
			process.stdout.emit('resize');
		});
	};
}
