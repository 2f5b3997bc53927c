import type {EvalCase} from '../types.js';
import {
	bystanders,
	go,
	java,
	nginx,
	node,
	python,
} from '../usual.js';
import {cause, nginxSuffers, tell} from './tell.js';

/** Processes that die or do not start. */
export const clusterCases: readonly EvalCase[] = [
	{
		name: 'oom-kill-loop',
		what: 'A container grows past its limit and is killed, again and again.',
		minutes: 14,
		stories: [
			{
				services: [
					...bystanders,
					java('search', {
						usualShare: 0.5,
						trouble: [
							cause(5, 'error', 'Container search failed with exit code 137: OOMKilled ;; reason=OOMKilling', {format: 'event'}),
							tell(5, 'error', 'Back-off restarting failed container search in pod {pod}_shop({uuid}) ;; reason=BackOff', {format: 'event', fromS: 20}),
							tell(5, 'info', 'Starting SearchApplication v{version} using Java 21.0.4 with PID 1', {fromS: 5}),
						],
					}),
					nginx('edge', {trouble: nginxSuffers(14, 30, '/api/v1/search')}),
				],
				expected: {cause: /memory|oom/i, first: 'search', escalate: true},
			},
			{
				services: [
					...bystanders,
					python('thumbnails', {
						format: 'gunicorn',
						usualShare: 0.5,
						trouble: [
							cause(12, 'error', 'Worker (pid:{n:20-900}) was sent SIGKILL! Perhaps out of memory?'),
							tell(12, 'info', 'Booting worker with pid: {n:20-900}', {fromS: 2}),
						],
					}),
					go('media', {trouble: [tell(14, 'error', 'thumbnail failed ;; error=Post "http://thumbnails:8000/render": EOF', {fromS: 20})]}),
				],
				expected: {cause: /memory|oom/i, first: 'thumbnails', escalate: true},
			},
		],
	},
	{
		name: 'heap-exhausted',
		what: 'The process itself runs out of heap.',
		minutes: 13,
		stories: [
			{
				services: [
					...bystanders,
					java('reports', {
						usualShare: 0.4,
						trouble: [
							cause(16, 'error', 'Servlet.service() for servlet [dispatcherServlet] threw exception\njava.lang.OutOfMemoryError: Java heap space\n\tat java.base/java.util.Arrays.copyOf(Arrays.java:3537)\n\tat com.example.reports.CsvWriter.append(CsvWriter.java:61)'),
							tell(4, 'warn', 'GC overhead: {n:70-98}% of time in garbage collection', {fromS: -40}),
						],
					}),
				],
				expected: {cause: /memory|heap/i, first: 'reports', escalate: true},
			},
			{
				services: [
					...bystanders,
					node('render', {
						usualShare: 0.4,
						trouble: [
							cause(4, 'error', '<--- Last few GCs --->\n[1:0x7f{hex:6}]   {n:40000-90000} ms: Mark-Compact 2047.{n:1-9} (2083.{n:1-9}) -> 2046.{n:1-9} (2082.{n:1-9}) MB', {format: 'plain'}),
							cause(4, 'error', 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory', {format: 'plain', fromS: 1}),
							tell(4, 'info', 'listening ;; port=3000', {fromS: 8}),
						],
					}),
					nginx('edge', {trouble: nginxSuffers(18, 20, '/render')}),
				],
				expected: {cause: /memory|heap/i, first: 'render', escalate: true},
			},
		],
	},
	{
		name: 'crash-loop-config',
		what: 'A setting went missing; the process ends at its start.',
		minutes: 12,
		stories: [
			{
				services: [
					...bystanders,
					node('webhooks', {
						usualShare: 0,
						trouble: [
							cause(6, 'error', '/app/node_modules/envalid/dist/reporter.js:4\n        throw new Error(message);\nError: Missing required environment variable: STRIPE_WEBHOOK_SECRET\n    at Object.<anonymous> (/app/dist/config.js:14:9)\n    at Module._compile (node:internal/modules/cjs/loader:1554:14)', {format: 'plain'}),
							tell(6, 'error', 'npm ERR! code ELIFECYCLE\nnpm ERR! errno 1', {format: 'plain', fromS: 1}),
							tell(6, 'error', 'Back-off restarting failed container webhooks in pod {pod}_shop({uuid}) ;; reason=BackOff', {format: 'event', fromS: 10}),
						],
					}),
				],
				expected: {cause: /config|setting|environment|crash loop/i, first: 'webhooks', escalate: true},
			},
			{
				services: [
					...bystanders,
					java('invoices', {
						usualShare: 0,
						trouble: [
							cause(8, 'error', 'Application run failed\norg.springframework.beans.factory.BeanCreationException: Error creating bean with name \'pdfClient\': Injection of autowired dependencies failed\n\tat org.springframework.context.support.AbstractApplicationContext.refresh(AbstractApplicationContext.java:624)\nCaused by: org.springframework.util.PlaceholderResolutionException: Could not resolve placeholder \'pdf.endpoint\''),
							tell(8, 'info', 'Starting InvoicesApplication v{version} using Java 21.0.4 with PID 1', {fromS: -3}),
						],
					}),
					go('billing', {trouble: [tell(12, 'error', 'render invoice failed ;; error=Post "http://invoices:8080/render": dial tcp {ip}:8080: connect: connection refused', {fromS: 20})]}),
				],
				expected: {cause: /config|setting|environment|crash loop/i, first: 'invoices', escalate: true},
			},
		],
	},
	{
		name: 'image-missing',
		what: 'The new image does not exist; the old pods go as nodes are drained.',
		minutes: 15,
		stories: [
			{
				services: [
					...bystanders,
					go('shipping', {
						usualShare: 0.3,
						trouble: [
							cause(4, 'error', 'Failed to pull image "registry.example.com/shop/shipping:3.9.0": rpc error: code = NotFound desc = failed to pull and unpack image: not found ;; reason=Failed', {format: 'event'}),
							cause(4, 'error', 'Error: ImagePullBackOff ;; reason=Failed', {format: 'event', fromS: 5}),
						],
					}),
					python('tracking', {trouble: [tell(13, 'error', 'could not read parcel {n:10000-99999}: 503 Server Error: Service Unavailable for url: http://shipping/parcels', {fromS: 40})]}),
				],
				expected: {cause: /image/i, first: 'shipping', escalate: true},
			},
			{
				services: [
					...bystanders,
					python('emails', {
						usualShare: 0.2,
						trouble: [
							cause(6, 'error', 'Error: ErrImagePull ;; reason=Failed', {format: 'event'}),
							cause(6, 'error', 'Failed to pull image "ghcr.io/example/emails:2.2.0": failed to resolve reference "ghcr.io/example/emails:2.2.0": unexpected status from HEAD request: 403 Forbidden ;; reason=Failed', {format: 'event', fromS: 3}),
						],
					}),
				],
				expected: {cause: /image/i, first: 'emails', escalate: true},
			},
		],
	},
	{
		name: 'process-crash',
		what: 'The program crashes on some requests: a panic, a segmentation fault.',
		minutes: 13,
		stories: [
			{
				services: [
					...bystanders,
					go('quotes', {
						usualShare: 0.6,
						trouble: [
							cause(7, 'error', 'panic: runtime error: invalid memory address or nil pointer dereference\n[signal SIGSEGV: segmentation violation code=0x1 addr=0x18 pc=0x{hex:6}]\n\ngoroutine {n:100-9000} [running]:\nexample.com/quotes/internal/rate.(*Table).Lookup(...)\n\t/src/internal/rate/table.go:{n:40-80}', {format: 'plain'}),
							tell(7, 'info', 'listening ;; addr=:8080', {fromS: 3}),
						],
					}),
					node('basket', {trouble: [tell(16, 'error', 'quote failed ;; err=socket hang up ;; code=ECONNRESET ;; host=quotes', {fromS: 15})]}),
				],
				expected: {cause: /crash|panic|nil pointer|null pointer|segmentation|sigsegv/i, first: 'quotes', escalate: true},
			},
			{
				services: [
					...bystanders,
					nginx('images', {
						usualShare: 0.6,
						trouble: [
							cause(11, 'error', 'worker process {n:30-900} exited on signal 11 (core dumped)', {format: 'nginxError'}),
							tell(11, 'info', '"GET /img/{hex:12}.webp HTTP/1.1" 502 0 "-" "okhttp/4.12.0" 0.001', {fromS: 2}),
						],
					}),
					python('cdn-filler', {trouble: [tell(16, 'error', 'fetch of image {hex:12} failed: (\'Connection aborted.\', RemoteDisconnected(\'Remote end closed connection without response\'))', {fromS: 20})]}),
				],
				expected: {cause: /crash|panic|segmentation|signal/i, first: 'images', escalate: true},
			},
		],
	},
];
