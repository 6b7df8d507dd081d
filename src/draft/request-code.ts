import type { PreviewRequest } from '../contract/preview-request.ts'
import { previewPath } from '../contract/paths.ts'

/** Takes the place of the API key in everything shown or copied. */
const KEY_PLACEHOLDER = '<X-API_KEY>'

export interface PreviewCall {
  /** Without a trailing slash: `https://api.csm.ai`, `http://127.0.0.1:4173/api`. */
  readonly baseUrl: string
  readonly sessionCode: string
  readonly request: PreviewRequest
}

const urlOf = ({ baseUrl, sessionCode }: PreviewCall): string => `${baseUrl}${previewPath(sessionCode)}`

const pretty = (request: PreviewRequest): string => {
  const lines = Object.entries(request).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`)
  return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n}`
}

/** For a POSIX shell, where only a single quote ends a single-quoted string. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

const curl = (call: PreviewCall): string =>
  [
    `curl --location ${quoted(urlOf(call))} \\`,
    `  --header 'x-api-key: ${KEY_PLACEHOLDER}' \\`,
    `  --header 'Content-Type: application/json' \\`,
    `  --data ${quoted(pretty(call.request))}`,
  ].join('\n')

/** A preview request's JSON has no true, false or null, so it is valid Python too. */
const python = (call: PreviewCall): string =>
  `import json
import requests

url = ${JSON.stringify(urlOf(call))}
payload = json.dumps(${pretty(call.request)})
headers = {
  'x-api-key': '${KEY_PLACEHOLDER}',
  'Content-Type': 'application/json'
}

response = requests.request("POST", url, headers=headers, data=payload)
print(response.text)`

const node = (call: PreviewCall): string =>
  `const response = await fetch(${JSON.stringify(urlOf(call))}, {
  method: 'POST',
  headers: { 'x-api-key': '${KEY_PLACEHOLDER}', 'Content-Type': 'application/json' },
  body: JSON.stringify(${pretty(call.request).replaceAll('\n', '\n  ')})
})
console.log(await response.text())`

export interface Language {
  readonly name: string
  readonly write: (call: PreviewCall) => string
}

/** The preview call as in the API's documentation. Each text runs as it is once the key is filled in. */
export const LANGUAGES: readonly Language[] = [
  { name: 'JSON', write: ({ request }) => pretty(request) },
  { name: 'curl', write: curl },
  { name: 'Python', write: python },
  { name: 'Node.js', write: node },
]
