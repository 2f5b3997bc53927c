// Started by `startFleet`.
import process from 'node:process';
import {runWorld} from './fleet.js';
import type {Play} from './play.js';

await runWorld(JSON.parse(process.argv[2] ?? '{}') as Play);
