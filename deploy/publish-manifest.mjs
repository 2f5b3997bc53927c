// The bundle carries its packages, so what is published needs none: `strip` takes them out of the manifest while npm packs,
// `restore` puts the repository's own manifest back.
import {
	copyFileSync,
	mkdirSync,
	readFileSync,
	renameSync,
	writeFileSync,
} from 'node:fs';
import process from 'node:process';

const saved = '.cache/package.json';

if (process.argv[2] === 'restore') {
	renameSync(saved, 'package.json');
} else {
	mkdirSync('.cache', {recursive: true});
	copyFileSync('package.json', saved);
	const {dependencies, devDependencies, scripts, allowScripts, ...manifest} = JSON.parse(readFileSync('package.json', 'utf8'));
	writeFileSync('package.json', `${JSON.stringify(manifest, undefined, '\t')}\n`);
}
