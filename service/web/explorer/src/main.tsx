// The explorer: GraphiQL over the service's own endpoint, with the examples as its first tabs.
import './nonce';
import './workers';
import '@graphiql/react/style.css';
import 'graphiql/graphiql.css';
import '@graphiql/plugin-doc-explorer/style.css';
import '@graphiql/plugin-history/style.css';
import '@graphiql/plugin-explorer/style.css';
import './page.css';
import { explorerPlugin } from '@graphiql/plugin-explorer';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { createRoot } from 'react-dom/client';
import { tabs } from './examples';
import { fetcher } from './fetcher';

const plugins = [HISTORY_PLUGIN, { ...explorerPlugin(), title: 'Field Explorer' }];

createRoot(document.getElementById('explorer')!).render(
  <GraphiQL
    fetcher={fetcher}
    plugins={plugins}
    defaultTabs={tabs}
    defaultQuery=""
    inputValueDeprecation
  >
    <GraphiQL.Logo>
      <a href="../">Tinbai</a>
    </GraphiQL.Logo>
  </GraphiQL>,
);
