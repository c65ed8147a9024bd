// How what is typed reaches the service: queries and mutations by POST, subscriptions by WebSocket.
import type { Fetcher, FetcherParams, Observable } from '@graphiql/toolkit';
import { getOperationAST, parse } from 'graphql';
import { createClient, type ExecutionResult, type Sink } from 'graphql-ws';

type Headers = Record<string, string>;

const endpoint = new URL('../graphql', location.href);

export const fetcher: Fetcher = (typed, options) => {
  const operation = operationOf(typed);
  const operationName = operation ? operation.name?.value : typed.operationName;
  const send = operation?.operation === 'subscription' ? subscribe : post;
  return send({ ...typed, operationName }, options?.headers ?? {});
};

/** Of the text that is sent: the name that GraphiQL gives lags behind the typing. */
function operationOf({ query, operationName }: FetcherParams) {
  try {
    const document = parse(query);
    return getOperationAST(document, operationName) ?? getOperationAST(document);
  } catch {
    return null; // the service says what is wrong with it
  }
}

async function post(request: FetcherParams, headers: Headers) {
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
    body: JSON.stringify(request),
  });
  if (answer.headers.get('content-type')?.includes('json')) return answer.json();
  return { errors: [{ message: `${answer.status} ${answer.statusText}: ${await answer.text()}` }] };
}

/** A socket of its own: the headers of the moment open it, and closing it ends the subscription. */
function subscribe(request: FetcherParams, headers: Headers): Observable<ExecutionResult> {
  const url = new URL(endpoint);
  url.protocol = url.protocol.replace('http', 'ws');
  const client = createClient({ url: url.href, connectionParams: headers, retryAttempts: 0 });
  const begin = ({ next, error, complete }: Sink<ExecutionResult>) => ({
    unsubscribe: client.subscribe(request, {
      next,
      complete,
      error: (failure) => error(readable(failure)),
    }),
  });
  return { subscribe: begin as Observable<ExecutionResult>['subscribe'] };
}

/** A closed socket says why in its code and reason, which would not be shown. */
function readable(failure: unknown) {
  if (!(failure instanceof CloseEvent)) return failure;
  return { message: `The socket was closed: ${failure.code} ${failure.reason}`.trim() };
}
