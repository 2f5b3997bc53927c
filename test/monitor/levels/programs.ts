import type {Program} from './fleet.js';

/** A service in each format, as it is calm and as it fails. */
export const failingPrograms: readonly Program[] = [
	{service: 'go-kit', calm: ['level=info msg="charge done"'], failing: ['level=err msg="charge refused"']},
	{service: 'go-log15', calm: ['t=2026-03-02T03:00:00+0000 lvl=info msg="charge done"'], failing: ['t=2026-03-02T03:00:00+0000 lvl=eror msg="charge refused"']},
	{service: 'node-pino', calm: ['{"level":30,"time":1772366400000,"msg":"charge done"}'], failing: ['{"level":50,"time":1772366400000,"msg":"charge refused"}']},
	{service: 'php-monolog', calm: ['{"message":"charge done","level":200,"channel":"app"}'], failing: ['{"message":"charge refused","level":400,"channel":"app"}']},
	{service: 'odd-severity', calm: ['{"level":"1","severity":"info","message":"charge done"}'], failing: ['{"level":"1","severity":"error","message":"charge refused"}']},
	{service: 'otel-number', calm: ['{"severityNumber":9,"body":"charge done"}'], failing: ['{"severityNumber":17,"body":"charge refused"}']},
	{service: 'otel-text', calm: ['{"SeverityText":"INFO","Body":"charge done"}'], failing: ['{"SeverityText":"ERROR","Body":"charge refused"}']},
	{service: 'klog', calm: ['I0302 03:00:00.000000       1 ctl.go:99] charge done'], failing: ['E0302 03:00:00.000000       1 ctl.go:99] charge refused']},
	{service: 'rails', calm: ['I, [2026-03-02T03:00:00.000000 #7]  INFO -- : charge done'], failing: ['E, [2026-03-02T03:00:00.000000 #7] ERROR -- : charge refused']},
	{service: 'java-util', calm: ['INFO: charge done'], failing: ['SEVERE: charge refused']},
	{service: 'short-bracket', calm: ['[INF] charge done'], failing: ['[ERR] charge refused']},
	{service: 'emerg', calm: ['[info] charge done'], failing: ['[emerg] charge refused']},
	{service: 'syslog', calm: ['<6>charge done'], failing: ['<3>charge refused']},
	{service: 'android', calm: ['I/Pay: charge done'], failing: ['E/Pay: charge refused']},
	{service: 'nginx', calm: ['10.0.0.1 - - [02/Mar/2026:03:00:00 +0000] "GET /api/orders HTTP/1.1" 200 157 "-" "curl/8"'], failing: ['2026/03/02 03:00:00 [crit] 12#12: *7 connect() to unix:/run/a.sock failed']},
	{service: 'access-log', calm: ['10.0.0.1 - - [02/Mar/2026:03:00:00 +0000] "GET /api/orders HTTP/1.1" 200 157 "-" "curl/8"'], failing: ['10.0.0.1 - - [02/Mar/2026:03:00:00 +0000] "GET /api/orders HTTP/1.1" 503 157 "-" "curl/8"']},
	{service: 'dotnet', calm: ['info: Shop.Worker[0] charge done'], failing: ['fail: Shop.Worker[0] charge refused']},
	{service: 'coloured', calm: ['2026-03-02 03:00:00 \u{1B}[32mINFO\u{1B}[0m charge done'], failing: ['2026-03-02 03:00:00 \u{1B}[1;31mERROR\u{1B}[0m charge refused']},
	{service: 'java-bare', calm: ['charge done in 7 ms', 'mail sent'], failing: ['java.lang.IllegalStateException: pool is closed']},
	{service: 'python-bare', calm: ['charge done in 7 ms', 'mail sent'], failing: ['ValueError: invalid literal for int()']},
	{
		service: 'curl', calm: ['prices loaded', 'charge done in 7 ms'], failing: ['curl: (6) Could not resolve host: prices.internal'], isAllThatIsLeft: true,
	},
	{
		service: 'variable', calm: ['prices loaded', 'charge done in 7 ms'], failing: ['Environment variable SHOP_KEY is undefined'], isAllThatIsLeft: true,
	},
	{
		service: 'levels-that-lie', calm: ['2026-03-02 03:00:00,123 INFO [main] c.s.Worker - charge done'], failing: ['2026-03-02 03:00:00,123 ERROR [main] c.s.Worker - charge refused'], labels: {level: 'info'},
	},
	{service: 'winston', calm: ['{"level":"info","message":"charge done"}'], failing: ['{"level":"error","message":"charge refused"}']},
	{service: 'docker-klog', calm: [String.raw`{"log":"I0302 03:00:00.000000       1 ctl.go:99] charge done\n","stream":"stderr"}`], failing: [String.raw`{"log":"E0302 03:00:00.000000       1 ctl.go:99] charge refused\n","stream":"stderr"}`]},
	{service: 'journald', calm: ['{"PRIORITY":"6","MESSAGE":"charge done"}'], failing: ['{"PRIORITY":"3","MESSAGE":"charge refused"}']},
	{service: 'postgres', calm: ['2026-03-02 03:00:00.123 UTC [77] LOG:  checkpoint complete'], failing: ['2026-03-02 03:00:00.123 UTC [77] FATAL:  too many clients']},
];

/** Services whose lines speak of errors from some moment on and have none. */
export const calmPrograms: readonly Program[] = [
	{service: 'retrying', calm: ['{"level":"info","msg":"charge done"}'], failing: ['{"level":"warning","msg":"Get data error: try 1"}']},
	{service: 'counting', calm: ['job started', 'rows read'], failing: ['job done error=0000']},
	{service: 'null-error', calm: ['{"level":"info","msg":"charge done"}'], failing: ['{"level":"info","error":null,"msg":"charge done"}']},
	{service: 'error-page', calm: ['GET /api/orders 200'], failing: ['GET /api/error 200']},
	{service: 'zero-errors', calm: ['job started', 'rows read'], failing: ['job done errors=0 failed=0']},
	{service: 'failed-zero', calm: ['{"job":"prices","took":7}'], failing: ['{"job":"prices","failed":0,"took":7}']},
	{service: 'pino-speaks', calm: ['{"level":30,"msg":"charge done"}'], failing: ['{"level":30,"msg":"error budget is fine, failed over to b"}']},
	{service: 'access-error', calm: ['10.0.0.1 - - [02/Mar/2026:03:00:00 +0000] "GET /api/orders HTTP/1.1" 200 157 "-" "curl/8"'], failing: ['10.0.0.1 - - [02/Mar/2026:03:00:00 +0000] "GET /api/error HTTP/1.1" 200 503 "-" "curl/8"']},
];
