import { createRoot } from 'react-dom/client'
import { config } from 'zod'
import './ui/theme.css'
import { App } from './app/app.tsx'
import { installCommands } from './app/commands/index.ts'
import { connectHost } from './app/connect-host.ts'
import { createAppAnalyzer } from './app/create-app-analyzer.ts'
import { coreEngine } from './state/engine.ts'
import { startWorkbench } from './state/index.ts'

// The content security policy forbids the code that zod would make for speed; asking for it would log a violation.
config({ jitless: true })

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no element “root”.')

const host = connectHost(window)
installCommands(host)
createRoot(root).render(<App />)
await startWorkbench({ host, engine: coreEngine, createAnalyzer: createAppAnalyzer })
