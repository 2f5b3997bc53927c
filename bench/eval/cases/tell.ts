import type {Service, Speech, Story} from '../types.js';
import {bystanders} from '../usual.js';

/** What is said from the onset on. */
export const tell = (perMinute: number, level: Speech['level'], text: Speech['text'], more: Partial<Speech> = {}): Speech => ({
	perMinute, level, text, fromS: 0, ...more,
});

/** The same, of what was planted. */
export const cause = (perMinute: number, level: Speech['level'], text: Speech['text'], more: Partial<Speech> = {}): Speech => tell(perMinute, level, text, {isCause: true, ...more});

/** What an nginx in front says when a service behind it fails, `delayS` later. */
export const nginxSuffers = (perMinute: number, delayS: number, path: string): readonly Speech[] => [
	tell(perMinute, 'error', 'upstream prematurely closed connection while reading response header from upstream, client: {ip}, server: shop.example.com, request: "POST PATH HTTP/1.1", upstream: "http://{ip}:8080PATH", host: "shop.example.com"'.replaceAll('PATH', () => path), {format: 'nginxError', fromS: delayS}),
	tell(perMinute, 'info', `"POST ${path} HTTP/1.1" 502 157 "-" "Mozilla/5.0 (Windows NT 10.0; Win64; x64)" 3.0{n:10-90}`, {fromS: delayS}),
];

/** One service in trouble, which somebody has to see to, while everyone else goes on as always; `victims` suffer from it. */
export const alone = (service: Service, expected: RegExp, victims: readonly Service[] = []): Story => ({
	services: [...bystanders, service, ...victims],
	expected: {cause: expected, first: service.name, escalate: true},
});
