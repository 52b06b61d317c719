import "./links.ts"
import "./defaults.ts"
import "./services.ts"
import "./failures.ts"
