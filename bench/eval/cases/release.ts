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

/** New versions that break. */
export const releaseCases: readonly EvalCase[] = [
	{
		name: 'bad-deploy',
		what: 'A new version meets a value that it does not expect.',
		minutes: 13,
		stories: [
			{
				services: [
					...bystanders,
					java('pricing-engine', {
						usualShare: 0.7,
						rollout: {
							atS: -45, where: 'metadata', name: 'image_tag', from: '2.14.3', to: '2.15.0', share: 1,
						},
						usual: [tell(0.3, 'info', 'Started PricingEngineApplication in 8.{n:100-900} seconds', {fromS: -45, untilS: 30})],
						trouble: [cause(24, 'error', 'Unhandled exception while pricing basket {uuid}\njava.lang.NullPointerException: Cannot invoke "com.example.Discount.rate()" because "discount" is null\n\tat com.example.pricing.BasketPricer.price(BasketPricer.java:{n:90-96})')],
					}),
					nginx('edge', {trouble: nginxSuffers(9, 30, '/api/v1/price')}),
				],
				expected: {cause: /deploy|version|2\.15\.0|rollout|release/i, first: 'pricing-engine', escalate: true},
			},
			{
				services: [
					...bystanders,
					python('personalise', {
						rollout: {
							atS: -25, where: 'field', name: 'release', from: '2026.03.02-1', to: '2026.03.04-1', share: 1,
						},
						trouble: [cause(26, 'error', 'Internal Server Error: /api/home\nTraceback (most recent call last):\n  File "/app/personalise/views.py", line 118, in home\n    segment = profile["segments"][0]\nKeyError: \'segments\'')],
					}),
				],
				expected: {cause: /deploy|version|2026\.03\.04|rollout|release/i, first: 'personalise', escalate: true},
			},
		],
	},
	{
		name: 'bad-canary',
		what: 'Half of the pods run a new version, and only they fail, in words that no signature knows.',
		minutes: 15,
		stories: [
			{
				services: [
					...bystanders,
					go('tax', {
						format: 'json',
						rollout: {
							atS: -60, where: 'label', name: 'version', from: '4.2.0', to: '4.3.0-rc1', share: 0.5,
						},
						trouble: [cause(22, 'error', 'total does not add up ;; basket={uuid} ;; expected={n:1000-9000} ;; got={n:1000-9000}', {isOfNewVersion: true})],
					}),
					node('basket', {trouble: [tell(8, 'error', 'basket rejected ;; reason=tax mismatch', {fromS: 30})]}),
				],
				expected: {cause: /deploy|version|4\.3\.0|rollout|release|canary/i, first: 'tax', escalate: true},
			},
			{
				services: [
					...bystanders,
					java('routing', {
						format: 'logback',
						rollout: {
							atS: -30, where: 'field', name: 'build', from: '8841', to: '8867', share: 0.5,
						},
						trouble: [cause(20, 'error', 'No carrier left after filter for parcel {uuid}, weightClass={pick:S|M|L}', {isOfNewVersion: true})],
					}),
				],
				expected: {cause: /deploy|version|8867|build|rollout|release|canary/i, first: 'routing', escalate: true},
			},
		],
	},
	{
		name: 'rollout-without-blame',
		what: 'A harmless rollout half an hour before; then a certificate ends.',
		minutes: 13,
		stories: [
			{
				services: [
					...bystanders,
					node('newsletter', {
						rollout: {
							atS: -1800, where: 'metadata', name: 'version', from: '1.8.1', to: '1.9.0', share: 1,
						},
						trouble: [cause(20, 'error', 'mail not sent ;; err=certificate has expired ;; code=CERT_HAS_EXPIRED ;; host=smtp.example.com')],
					}),
				],
				expected: {cause: /certificate/i, first: 'newsletter', escalate: true},
			},
			{
				services: [
					...bystanders,
					go('ledger-export', {
						rollout: {
							atS: -1500, where: 'field', name: 'version', from: 'v0.31.0', to: 'v0.32.0', share: 1,
						},
						trouble: [cause(18, 'error', 'upload failed ;; error=Put "https://archive.example.com/ledger": x509: certificate signed by unknown authority')],
					}),
				],
				expected: {cause: /certificate/i, first: 'ledger-export', escalate: true},
			},
		],
	},
];
