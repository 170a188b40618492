import { component, copilot, topic } from './testing.ts'
import type { Component, CopilotDefinition } from './types.ts'

/**
 * Every code of the checker: those of the three published enumerations, and our own. Either what raises it, with an example
 * that does, or why nothing here can. The example is the part of a document that docs/checker.md shows; `definition` is the
 * copilot around it.
 */
export type CodeEntry = { code: string } & ({ when: string; example: string; definition: CopilotDefinition } | { never: string })

type Around = { others?: Component[]; more?: Partial<CopilotDefinition>; trigger?: string; tail?: string }

/** An example that is one or more nodes of a topic. */
const inTopic = (code: string, when: string, example: string, { others = [], more = {}, trigger, tail = '' }: Around = {}): CodeEntry => ({
  code,
  when,
  example,
  definition: copilot([component('Main', `${topic(example, trigger)}${tail}`), ...others], more),
})
/** An example that is a whole document. */
const asDocument = (code: string, when: string, example: string, component_: Partial<Component> = {}, { others = [], more = {} }: Around = {}): CodeEntry => ({
  code,
  when,
  example,
  definition: copilot([component('Main', example, component_), ...others], more),
})
const never = (code: string, why: string): CodeEntry => ({ code, never: why })

const entity: Partial<Component> = { kind: 'entity', schemaName: 'shop_bot.entity.Main', path: 'entities/Main.mcs.yml' }
const source: Partial<Component> = { kind: 'knowledge', schemaName: 'shop_bot.knowledge.Main', path: 'knowledge/Main.mcs.yml' }
const action: Partial<Component> = { kind: 'action', schemaName: 'shop_bot.action.Main', path: 'actions/Main.mcs.yml' }
const say = '- kind: SendActivity\n  id: say\n  activity: Hi.\n'
const other = component('Other', topic(say))
const list = (items: string) => `kind: ClosedListEntity\nitems:\n${items}`
const cardOf = (body: string, actions = '{"type":"Action.Submit","title":"Send"}') => `{"type":"AdaptiveCard","version":"1.5","body":[${body}],"actions":[${actions}]}`
const asking = (card: string, more = '') => `- kind: AdaptiveCardPrompt\n  id: ask\n  card: '${card}'\n  output:\n    binding: {}\n  outputType: {}\n${more}`
const phone = (more: string) => `- kind: TransferConversationV2\n  id: t\n  transferType:\n    kind: TransferToPhoneNumber\n    phoneNumber: "+4930123456"\n${more}`
const search = (more: string) => `- kind: SearchAndSummarizeContent\n  id: s\n  userInput: =System.Activity.Text\n${more}`
const oneOf = (entities: string) => `- kind: Question\n  id: q\n  variable: Topic.X\n  prompt: Which?\n  entity:\n    kind: OneOfMultiEntityReference\n    entities:\n${entities}`
const model = (more: string) => `- kind: InvokeCustomModelAction\n  id: m\n  modelConfiguration:\n    kind: ExternalChatCompletionModelConfiguration\n    connectionReference: shop_model\n${more}`
const signIn = '- kind: OAuthInput\n  id: o\n  title: Sign in\n'
const connector = (more: string) => `- kind: InvokeConnectorAction\n  id: c\n  connectionReference: shop_mail\n  operationId: Send\n${more}`
const tool = (inputs: string) => `kind: TaskDialog\ninputs:\n${inputs}action:\n  kind: InvokeFlowTaskAction\n  flowId: 11111111-2222-3333-4444-555555555555\n`
const schedule = (mode: string, inputs: string) => `kind: ExternalTriggerConfiguration\nexternalTriggerSource:\n  kind: RecurrenceTriggerDefinition\n  callbackMessage: Go.\n  mode: ${mode}\n  inputs:\n${inputs}`
const trigger: Partial<Component> = { kind: 'trigger', schemaName: 'shop_bot.ExternalTriggerComponent.Main', path: 'trigger/Main.mcs.yml' }

const oneService = 'A limit of the original service; here there is none.'
const policy = 'A policy of the tenant the original runs in.'
const models = 'What a model may say is judged by the model’s service when it is asked.'
const samples = 'Annotated samples train the NLU+ recogniser, which is not used here.'
const connectors = 'Which connectors and operations there are is not in the documents: a connection is tried on the Connections page.'

/** `schema: ExpressionErrorCode` */
export const expressionCodes: readonly CodeEntry[] = [
  inTopic('UnexpectedCharacter', 'A formula stops in the middle, has a character too many, or is empty.', '- kind: SetVariable\n  id: s\n  variable: Global.Sum\n  value: =1 +\n'),
  inTopic('IdentifierNotRecognized', 'A formula names a variable, a function, a member or a choice that nobody knows.', '- kind: SendActivity\n  id: s\n  activity: Hi {Topic.Nmae}\n'),
  inTopic('IncompatibleTypes', 'A formula compares, computes or hands over what does not fit. With the types of variables: an error where they are certain, else a warning.', '- kind: Question\n  id: q\n  variable: Topic.Age\n  prompt: How old?\n  entity: NumberPrebuiltEntity\n- kind: SendActivity\n  id: s\n  activity: "{Topic.Age = \\"old\\"}"\n'),
  inTopic('PowerFxError', 'Anything else the formula language objects to, such as a wrong number of arguments.', '- kind: SendActivity\n  id: s\n  activity: "{Left(\\"abc\\")}"\n'),
]

/** `schema: InvalidReferenceErrorCode` */
export const referenceCodes: readonly CodeEntry[] = [
  inTopic('NotFound', 'A topic, entity, skill, knowledge source, environment variable, list, item of a list or node is named that is not there. A warning where it may come with another solution.', '- kind: BeginDialog\n  id: b\n  dialog: shop_bot.topic.Othr\n', { others: [other] }),
  inTopic('Disabled', 'What is named is switched off.', '- kind: BeginDialog\n  id: b\n  dialog: shop_bot.topic.Other\n', { others: [{ ...other, state: 'off' }] }),
  inTopic('InvalidKind', 'What is named is something else.', '- kind: BeginDialog\n  id: b\n  dialog: shop_bot.entity.Main\n', { others: [component('City', list('  - id: a\n    displayName: A\n'), entity)] }),
]

/** `schema: ValidationErrorCode`, in its order. */
export const validationCodes: readonly CodeEntry[] = [
  inTopic('MissingRequiredProperty', 'A property is missing without which the element means nothing, or a question or message says nothing.', '- kind: SendActivity\n  id: s\n'),
  inTopic('PropertyNotSupported', 'A property the published schema does not know. It is kept.', '- kind: SendActivity\n  id: s\n  activity: Hi.\n  colour: red\n'),
  inTopic('ElementNotSupported', 'A kind nobody knows, a kind in the wrong place (error), or one that does not run here.', '- kind: SendActvity\n  id: s\n  activity: Hi.\n'),
  inTopic('EmptyCollection', 'A condition group without conditions, a list without items, an empty trigger phrase.', '- kind: ConditionGroup\n  id: c\n  conditions: []\n'),
  asDocument('EmptyActions', 'A topic without nodes.', 'kind: AdaptiveDialog\nbeginDialog:\n  kind: OnUnknownIntent\n  id: main\n  actions: []\n'),
  never('SignInRequiredWithManualAuthentication', 'That everybody has to sign in is a setting of the original’s sign-in page; documents do not hold it.'),
  asDocument('SynonymsNotUnique', 'A word stands for two items of a list.', list('  - id: a\n    displayName: Bike\n  - id: b\n    displayName: Car\n    synonyms: [bike]\n'), entity),
  inTopic('UnknownEnumValue', 'A value that is none of the choices.', '- kind: ClearAllVariables\n  id: c\n  variables: Everything\n'),
  inTopic('InvalidPropertyPath', 'What should name a variable names none.', '- kind: SetVariable\n  id: s\n  variable: Age\n  value: 1\n'),
  asDocument('DisplayNameMustBeScalar', 'The name of an item is not one text.', list('  - id: a\n    displayName: [one, two]\n'), entity),
  asDocument('MissingDisplayName', 'An item has no name; its id is shown.', list('  - id: a\n'), entity),
  asDocument('SynonymsMustBeArrayOfScalars', 'Synonyms are not a list of texts.', list('  - id: a\n    displayName: A\n    synonyms: b\n'), entity),
  inTopic('AuthenticationInputNotEnabled', 'A sign-in node outside the sign-in topic, and nobody signs in to the copilot.', signIn),
  inTopic('ManualAuthenticationInputNotEnabled', 'A sign-in node outside the sign-in topic of a copilot that signs in through its channel.', signIn, { more: { authenticationMode: 'Integrated' } }),
  asDocument('DuplicateItem', 'The same key, item, phrase or input twice. Two topics that share a phrase: a note.', list('  - id: a\n    displayName: A\n  - id: a\n    displayName: B\n'), entity),
  inTopic('DuplicateVariableAssignment', 'One node sets a variable twice.', '- kind: SetMultipleVariables\n  id: s\n  assignments:\n    - variable: Global.A\n      value: 1\n    - variable: Global.A\n      value: 2\n'),
  inTopic('DuplicateActionId', 'Two nodes of a topic have one id.', `${say}${say}`),
  inTopic('DuplicateConditionId', 'Two conditions of a topic have one id.', '- kind: ConditionGroup\n  id: c\n  conditions:\n    - id: a\n      condition: =Global.X\n    - id: a\n      condition: =Global.X\n'),
  asDocument('OverlappingTaskDialogInputPropertyPath', 'An input of a tool fills a part of what another one fills.', tool('  - kind: ManualTaskInput\n    propertyName: body\n    value: "{}"\n  - kind: ManualTaskInput\n    propertyName: body.text\n    value: Hi\n'), action),
  asDocument('DuplicateTaskDialogInputPropertyPath', 'Two inputs of a tool fill the same.', tool('  - kind: ManualTaskInput\n    propertyName: text\n    value: Hi\n  - kind: ManualTaskInput\n    propertyName: text\n    value: Ho\n'), action),
  asDocument('DuplicateDtmfKey', 'Two items of a list have one key of the telephone, or two topics.', list('  - id: a\n    displayName: A\n    dtmfKey: Num1\n  - id: b\n    displayName: B\n    dtmfKey: Num1\n'), entity),
  inTopic('ValueCannotBeNegative', 'A duration or timeout below 0.', '- kind: HttpRequestAction\n  id: h\n  url: https://example.org\n  requestTimeoutInMilliseconds: -1\n'),
  never('ConnectorDynamicTypeError', connectors),
  never('ConnectorNotSupported', connectors),
  never('ConnectorActionNotSupported', connectors),
  asDocument('McpToolNotFound', 'A tool is named that its server did not have when it was asked last.', 'kind: TaskDialog\naction:\n  kind: InvokeExternalAgentTaskAction\n  connectionReference: shop_mcp\n  operationDetails:\n    kind: ModelContextProtocolMetadata\n    operationId: mcp\n    tools:\n      kind: UseSpecificTools\n      tools: [serch]\n    knownTools:\n      - name: search\n', action),
  inTopic('ConnectionNotSet', 'A connector node whose connection is empty; on import also one whose connection the package does not bring.', "- kind: InvokeConnectorAction\n  id: c\n  connectionReference: ''\n  operationId: Send\n"),
  never('ConnectionDoesNotExist', 'Raised on import, where a workspace lists its connections and a document names another one (src/solutions).'),
  never('ConnectionNotShared', 'Connections are kept by the installation, and are everybody’s who may publish.'),
  asDocument('ReservedOptionSetName', 'A list is called like a set of choices every copilot has.', 'kind: ClosedListEntity\noptionSetName: ChannelId\nitems:\n  - id: a\n    displayName: A\n', entity),
  asDocument('DuplicateOptionSetName', 'Two lists have one short name.', 'kind: ClosedListEntity\noptionSetName: Size\nitems:\n  - id: s\n    displayName: S\n', entity, { others: [component('B', 'kind: ClosedListEntity\noptionSetName: Size\nitems:\n  - id: m\n    displayName: M\n', { kind: 'entity', schemaName: 'shop_bot.entity.B', path: 'entities/B.mcs.yml' })] }),
  inTopic('DuplicateMultiEntitySelection', 'One of several entities is asked for, and one of them is there twice.', oneOf('      - propertyName: a\n        entity: NumberPrebuiltEntity\n      - propertyName: b\n        entity: NumberPrebuiltEntity\n')),
  inTopic('DuplicateMultiEntityPropertyName', 'Two of several entities have one name.', oneOf('      - propertyName: a\n        entity: NumberPrebuiltEntity\n      - propertyName: a\n        entity: EmailPrebuiltEntity\n')),
  inTopic('OneOfMultiEntityMinimumSelectedEntities', 'One of several entities is asked for, and there are fewer than two.', oneOf('      - propertyName: a\n        entity: NumberPrebuiltEntity\n')),
  inTopic('SameDTMFKeyAcrossSelectedMultiEntities', 'A key of the telephone stands for items of two entities that are asked for together.', oneOf(['a', 'b'].map((id) => `      - propertyName: ${id}\n        entity:\n          kind: EmbeddedEntity\n          definition:\n            kind: ClosedListEntity\n            items:\n              - id: ${id}\n                displayName: ${id}\n                dtmfKey: Num1\n`).join(''))),
  asDocument('OptionSetNameHidesBuiltInName', 'A list is called like an enumeration of the formula language.', 'kind: ClosedListEntity\noptionSetName: Color\nitems:\n  - id: r\n    displayName: Red\n', entity),
  inTopic('AdaptiveCardJsonParsingError', 'A card that is text is not JSON.', asking('{"type": "AdaptiveCard", ')),
  inTopic('AdaptiveCardMissingActionSubmit', 'A card that asks has no button that sends.', asking('{"type":"AdaptiveCard","version":"1.5"}')),
  inTopic('AdaptiveCardUseOfReservedKeyword', 'An input is called `actionSubmitId`.', asking(cardOf('{"type":"Input.Text","id":"actionSubmitId"}'))),
  inTopic('AdaptiveCardActionSubmitIdTypeMismatch', '`actionSubmitId` is not text.', asking(cardOf('', '{"type":"Action.Submit","data":{"actionSubmitId":7}}'))),
  inTopic('AdaptiveCardInputIsRequiredMissingErrorMessage', 'A required input says nothing when it is left empty.', asking(cardOf('{"type":"Input.Text","id":"name","label":"Name","isRequired":true}'))),
  inTopic('AdaptiveCardInputIsRequiredMissingLabel', 'A required input has no label.', asking(cardOf('{"type":"Input.Text","id":"name","isRequired":true,"errorMessage":"Please"}'))),
  inTopic('AdaptiveCardVersionNotSupported', 'A card asks for a version that is not shown.', asking(cardOf('').replace('1.5', '2.0'))),
  inTopic('AdaptiveCardToggleInputMissingTitle', 'A toggle has no title.', asking(cardOf('{"type":"Input.Toggle","id":"ok"}'))),
  never('OpenAIDialogActionInvalidOutput', 'The node it is about is in no published schema any more.'),
  asDocument('BingCustomSearchDataSourceInvalidCustomConfigurationId', 'The id of a Bing custom search is none.', 'kind: KnowledgeSourceConfiguration\nsource:\n  kind: BingCustomSearchSource\n  customConfigurationId: mine\n', source),
  inTopic('PublicSiteSearchDataSourceTooManySites', 'A node searches more than four web sites.', search('  publicDataSource:\n    sites: [https://a.com, https://b.com, https://c.com, https://d.com, https://e.com]\n')),
  asDocument('PublicSiteSearchDataSourceNotSupported', 'A web site is given by a page more than two folders deep, or with a query.', 'kind: KnowledgeSourceConfiguration\nsource:\n  kind: PublicSiteSearchSource\n  site: https://example.org/a/b/c\n', source),
  inTopic('SharePointSearchDataSourceTooManySites', 'A node searches more than four SharePoint sites.', search('  sharePointSearchDataSource:\n    sites: [https://a.com, https://b.com, https://c.com, https://d.com, https://e.com]\n')),
  ...['TooManyAzureOpenAIOnYourDataKnowledgeSources', 'TooManyPublicSiteSearchSources', 'TooManyBingCustomSearchSources', 'TooManyDataverseStructuredSearchSources', 'TooManyFederatedStructuredSearchSources', 'TooManyFederatedIngestionBasedSearchSources', 'TooManyAzureAISearchSources'].map((code) => never(code, oneService)),
  asDocument('FederatedStructuredSearchSourceNotConfigured', 'A source of tables does not say which ones.', 'kind: KnowledgeSourceConfiguration\nsource:\n  kind: FederatedStructuredSearchSource\n', source),
  inTopic('ExternalAgentTaskActionDoesNotAllowRedirect', 'A topic leads to a tool of an agent elsewhere.', '- kind: BeginDialog\n  id: b\n  dialog: shop_bot.action.Main\n', { others: [component('Agent', 'kind: TaskDialog\naction:\n  kind: InvokeExternalAgentTaskAction\n  connectionReference: shop_mcp\n  operationDetails:\n    kind: ModelContextProtocolMetadata\n    operationId: mcp\n', action)] }),
  asDocument('InvalidMakerConnectionReference', 'A plug-in uses its maker’s connection, and names none.', "kind: TaskDialog\naction:\n  kind: InvokeAIPluginTaskAction\n  entityKey: k\n  primaryConnectionReference:\n    kind: MakerConnectionReference\n    connectionReference: ''\n  secondaryConnectionReferences: {}\n", action),
  never('TooManyFabricAISkillsSearchSources', oneService),
  inTopic('EnvironmentVariableMissingValue', 'A formula reads an environment variable that has no value.', '- kind: SendActivity\n  id: s\n  activity: "{Env.shop_Key}"\n', { more: { environmentVariables: [{ schemaName: 'shop_Key', displayName: 'Key', type: 'String', secret: false }] } }),
  never('TemplateNotFound', 'Copilots are made from the blank copilot or imported; there are no templates by name.'),
  never('TemplateLanguageNotSupported', 'Copilots are made from the blank copilot or imported; there are no templates by name.'),
  never('SynchronizationSystemError', 'There is no second copy that publishing could fail to bring up to date.'),
  inTopic('InvalidSipHeader', 'A user-to-user header that is too long or not ASCII.', phone('    sipUuiHeader: "größe=1"\n')),
  inTopic('InvalidTransferPhoneNumber', 'A transfer to what is no telephone number.', '- kind: TransferConversationV2\n  id: t\n  transferType:\n    kind: TransferToPhoneNumber\n    phoneNumber: call me\n'),
  inTopic('InvalidDtmfSequence', 'Keys that no telephone has.', phone('    dtmfSequence: "12x"\n')),
  inTopic('DtmfSequenceLengthExceeded', 'More than 32 keys.', phone('    dtmfSequence: "123456789012345678901234567890123"\n')),
  never('GptBlocked', policy),
  never('BingSearchBlocked', policy),
  inTopic('AdditionalInstructionsLengthGreaterThanMaxLengthAllowed', 'Instructions of a node with more than 8,000 characters.', search(`  additionalInstructions: ${'x'.repeat(8001)}\n`)),
  inTopic('UserConnectionUnsupportedAuthentication', 'The customer’s own connection in a copilot that signs in with generic OAuth 2.', connector('  connectionProperties:\n    mode: Invoker\n'), { more: { authenticationMode: 'GenericOAuth2' } }),
  inTopic('UserConnectionRequiresAuthentication', 'The customer’s own connection in a copilot that nobody signs in to.', connector('  connectionProperties:\n    mode: Invoker\n')),
  inTopic('MustPromptUserWhenRequired', 'An input is required, nobody is asked for it, and it has no default.', say, { tail: 'inputs:\n  - kind: AutomaticTaskInput\n    propertyName: Order\n    shouldPromptUser: false\ninputType:\n  properties:\n    Order:\n      type: String\n      isRequired: true\n' }),
  asDocument('MaxCountExceeded', 'More than 200 phrases in a topic, or 1,000 topics.', `kind: AdaptiveDialog\nbeginDialog:\n  kind: OnRecognizedIntent\n  id: main\n  intent:\n    triggerQueries: [${Array.from({ length: 201 }, (_, index) => `phrase ${index}`).join(', ')}]\n  actions:\n    - kind: EndDialog\n      id: e\n`),
  inTopic('MinCountNotMet', 'Specific files or knowledge sources are searched, and none is named.', search('  knowledgeSources:\n    kind: SearchSpecificKnowledgeSources\n    knowledgeSources: []\n')),
  asDocument('MaxLengthExceeded', 'Instructions over 8,000 characters, a topic’s name over 100, a trigger phrase over 1,000.', `kind: GptComponentMetadata\ninstructions: ${'x'.repeat(8001)}\n`, { kind: 'gpt', schemaName: 'shop_bot.gpt.default', path: 'agent.mcs.yml' }),
  never('GraphConnectorSearchSourceTooManyConnections', oneService),
  asDocument('GraphConnectionNotSet', 'A Graph source names no connection.', "kind: KnowledgeSourceConfiguration\nsource:\n  kind: GraphConnectorSearchSource\n  connectionId:\n    schemaName: ''\n  connectionName: ''\n", source),
  asDocument('GptValidationMissingName', 'The copilot’s name is there and empty.', "kind: GptComponentMetadata\ndisplayName: ''\n", { kind: 'gpt', schemaName: 'shop_bot.gpt.default', path: 'agent.mcs.yml' }),
  asDocument('GptValidationMissingDescription', 'The copilot’s description is there and empty.', "kind: GptComponentMetadata\ndescription: ''\n", { kind: 'gpt', schemaName: 'shop_bot.gpt.default', path: 'agent.mcs.yml' }),
  asDocument('GptValidationMissingInstructions', 'The copilot’s instructions are there and empty.', "kind: GptComponentMetadata\ninstructions: ''\n", { kind: 'gpt', schemaName: 'shop_bot.gpt.default', path: 'agent.mcs.yml' }),
  ...['GptValidationOffensiveContent', 'GptValidationJailbreakAttempted', 'GptValidationRAIViolation', 'GptValidationUnknownFailure'].map((code) => never(code, models)),
  inTopic('InvalidGuid', 'The id of a flow or a prompt is none.', '- kind: InvokeFlowAction\n  id: f\n  flowId: my flow\n'),
  never('MakerConnectionIsUsed', policy),
  never('PublishWithAIFeaturesDisabled', policy),
  inTopic('TemperatureShouldBeNonNegative', 'A model’s temperature below 0.', model('    prompt: Hi\n    temperature: -1\n')),
  inTopic('TopPMustBeBetweenZeroAndOne', 'A model’s topP outside 0 to 1.', model('    prompt: Hi\n    topP: 2\n')),
  inTopic('MaxTokensShouldBePositive', 'A model may answer with no token.', model('    prompt: Hi\n    maxTokens: 0\n')),
  inTopic('ChatMlSyntaxErrorEmptyMessageContent', 'A message of a ChatML prompt is empty.', model('    prompt: "<|im_start|>user <|im_end|>"\n')),
  inTopic('ChatMlSyntaxErrorExpectedEndTag', 'A message of a ChatML prompt is not closed.', model('    prompt: "<|im_start|>user Hi"\n')),
  inTopic('ChatMlSyntaxErrorInvalidMessageRole', 'A message of a ChatML prompt has no known role.', model('    prompt: "<|im_start|>boss Hi<|im_end|>"\n')),
  inTopic('ChatMlSyntaxErrorExpectedStartTag', 'A message of a ChatML prompt has no start.', model('    prompt: "Hi<|im_end|>"\n')),
  inTopic('CustomModelMissingInstructions', 'A model gets neither a prompt nor a system prompt.', model('')),
  never('CustomModelMissingDataSourcesVariableUsage', 'Which variable a prompt must name is not published.'),
  never('CustomModelMissingUserQueryVariableUsage', 'Which variable a prompt must name is not published.'),
  never('ExternalChatCompletionModelConfigurationInvalidInput', 'What a model’s service takes is known to that service.'),
  ...['AnnotationMissingForEntitySample', 'InvalidAnnotationForEntitySample', 'MultipleAnnotationsNotAllowedForEntitySample', 'InvalidAnnotationForTopicSample'].map((code) => never(code, samples)),
  asDocument('TriggerRecurrenceTooSmall', 'A schedule repeats more often than once in its unit of time.', schedule('Invoker', '    - kind: ManualTaskInput\n      propertyName: interval\n      value: 0.5\n'), trigger),
  asDocument('TriggerRecurrenceInvalidInput', 'How often a schedule repeats is not a whole number from 1.', schedule('Invoker', '    - kind: ManualTaskInput\n      propertyName: interval\n      value: often\n'), trigger),
  asDocument('TriggerRecurrenceInMakerModeOnlySupportManualTaskInput', 'A schedule runs for its maker and has an input somebody would have to be asked for.', schedule('Maker', '    - kind: AutomaticTaskInput\n      propertyName: what\n'), trigger),
  never('InvalidBindingSensitivityLevel', 'Sensitivity is not followed through bindings: logs never hold what people say.'),
  inTopic('InvalidBindingOutput', 'An output is taken that the topic or the card does not give.', '- kind: BeginDialog\n  id: b\n  dialog: shop_bot.topic.Other\n  output:\n    binding:\n      Totl: Topic.Sum\n', { others: [component('Other', `${topic('- kind: SetVariable\n  id: s\n  variable: Topic.Total\n  value: 1\n')}outputType:\n  properties:\n    Total: Number\n`)] }),
  inTopic('InvalidBindingInput', 'An input is given that the topic does not take, or one of another type.', '- kind: BeginDialog\n  id: b\n  dialog: shop_bot.topic.Other\n  input:\n    binding:\n      Cont: =1\n', { others: [component('Other', `${topic(say)}inputType:\n  properties:\n    Count: Number\n`)] }),
  inTopic('InvalidBindingInvokeAction', 'A skill is asked for an action its manifest does not have.', '- kind: InvokeSkillAction\n  id: i\n  skillId: shop_bot.skill.Echo\n  actionId: ecoh\n', { others: [component('Echo', 'kind: SkillDefinition\nappId:\n  schemaName: shop_App\nappEndpoint:\n  schemaName: shop_End\nactions:\n  - actionId: echo\n    title: Echo\n', { kind: 'skill', schemaName: 'shop_bot.skill.Echo', path: 'skills/Echo.mcs.yml' })] }),
  inTopic('InvalidBinding', 'An output is bound to nothing.', "- kind: BeginDialog\n  id: b\n  dialog: shop_bot.topic.Other\n  output:\n    binding:\n      Total: ''\n", { others: [other] }),
  inTopic('IncorrectTypeAssignment', 'A variable gets another type than where it is set first.', '- kind: SetVariable\n  id: s\n  variable: init:Topic.A\n  value: =1\n- kind: SetVariable\n  id: t\n  variable: Topic.A\n  value: ="one"\n- kind: SendActivity\n  id: u\n  activity: "{Topic.A}"\n'),
  inTopic('IncompatibleTypeComparison', 'A condition of the builder compares what cannot be compared.', '- kind: Question\n  id: q\n  variable: Topic.Age\n  prompt: How old?\n  entity: NumberPrebuiltEntity\n- kind: ConditionGroup\n  id: c\n  conditions:\n    - id: i\n      condition:\n        kind: BooleanCondition\n        variable: Topic.Age\n        operator: Equal\n        value: old\n'),
  asDocument('AgentDialogContainsActionsWithinTrigger', 'A child agent has nodes of its own in its trigger.', 'kind: AgentDialog\nbeginDialog:\n  kind: OnToolSelected\n  id: main\n  description: Helps.\n  actions:\n    - kind: SendActivity\n      id: s\n      activity: Hi.\n', { kind: 'agent', schemaName: 'shop_bot.agent.Main', path: 'agents/Main/agent.mcs.yml' }),
  never('MakerAuthenticationIsBlocked', policy),
  inTopic('InvalidUrl', 'An address that is none.', '- kind: HttpRequestAction\n  id: h\n  url: example.org/orders\n'),
  asDocument('InvalidGraphConnectorPath', 'An item of a Graph source is named by a path that does not start at the root.', 'kind: KnowledgeSourceConfiguration\nsource:\n  kind: GraphConnectorSearchSource\n  connectionId:\n    schemaName: shop_Graph\n  connectionName: Wiki\n  itemsByPath:\n    - path: guides/start\n', source),
  inTopic('InvalidEmailAddress', 'A mailbox that is no address.', '- kind: SendActivity\n  id: s\n  activity: Hi.\n', { others: [component('Mail', 'kind: KnowledgeSourceConfiguration\nsource:\n  kind: EmailSearchSource\n  mailbox: the support team\n', source)] }),
  inTopic('InvalidSipXHeaderName', 'A header that is none of a maker’s own.', phone('    sipxHeaders:\n      Case: "7"\n')),
  inTopic('InvalidSipXHeaderValue', 'A header of several lines.', phone('    sipxHeaders:\n      X-Case: "7\\n8"\n')),
  asDocument('InvalidAppId', 'The environment variable with a skill’s app id holds none.', 'kind: SkillDefinition\nappId:\n  schemaName: shop_App\nappEndpoint:\n  schemaName: shop_End\n', { kind: 'skill', schemaName: 'shop_bot.skill.Main', path: 'skills/Main.mcs.yml' }, { more: { environmentVariables: [{ schemaName: 'shop_App', displayName: 'App', type: 'String', secret: false, value: 'mine' }, { schemaName: 'shop_End', displayName: 'End', type: 'String', secret: false, value: 'https://example.org' }] } }),
  never('InvalidScopeUrl', 'Scopes of single sign-on are settings outside of the documents.'),
  never('MissingAgentIdentity', 'Agent identities are an object of the original’s directory.'),
]

/** What the published enumerations have no code for. */
export const ownCodes: readonly CodeEntry[] = [
  asDocument('InvalidYaml', 'The document cannot be read as YAML.', 'kind: AdaptiveDialog\nbeginDialog: "a" b\n'),
  inTopic('InvalidValue', 'A list, properties, text, a number or a formula where something else belongs.', '- kind: ConditionGroup\n  id: c\n  conditions:\n    - id: i\n      condition: Global.X > 1\n'),
  asDocument('InvalidRegex', 'A pattern that is no regular expression, or empty.', 'kind: RegexEntity\npattern: "[0-9"\n', entity),
  inTopic('InvalidContent', 'What the engine itself objects to before it runs a node, where nothing else was found.', '- kind: SetVariable\n  id: s\n  variable: System.User.Language\n  value: 1\n'),
  inTopic('AdaptiveCardDataBinding', 'A card uses the binding of card templates, which is shown as it stands.', asking(cardOf('{"type":"TextBlock","text":"Hi ${name}"}'))),
  inTopic('UnreachableNode', 'No way through the topic leads to a node.', `- kind: EndDialog\n  id: e\n${say}`),
  inTopic('ConditionNeverHolds', 'A branch that never runs: it is `=false`, or comes after one that always holds.', '- kind: ConditionGroup\n  id: c\n  conditions:\n    - id: i\n      condition: =false\n'),
  inTopic('EndlessLoop', 'A jump, repetition or redirect leads back with nothing in between that waits or decides.', `${say}- kind: GotoAction\n  id: g\n  actionId: say\n`),
  inTopic('OutsideOfLoop', 'A loop is left or continued where there is none.', '- kind: BreakLoop\n  id: b\n'),
  inTopic('UnreachableTopic', 'A topic waits for a redirect, and no topic redirects to it.', say, { trigger: 'OnRedirect' }),
  inTopic('UnusedVariable', 'A variable is computed and read by no formula (a note).', '- kind: SetVariable\n  id: s\n  variable: Topic.A\n  value: 1\n'),
  inTopic('OutputNeverSet', 'A topic declares an output and never sets it.', say, { tail: 'outputType:\n  properties:\n    Total: Number\n' }),
  asDocument('DisplayNameWithPeriod', 'A topic whose name has a period cannot be exported by the original.', topic(say), { name: 'Orders v1.2' }),
  asDocument('DocumentTooLarge', 'A document of more than two million characters.', `# ${'x'.repeat(2_000_001)}`),
  asDocument('DocumentTooDeep', 'A document nested more than 200 levels deep.', '['.repeat(500)),
  asDocument('TooManyAliases', 'YAML aliases that expand to more than 10,000 values.', `a: &a [${'x, '.repeat(200)}x]\nb: &b [${'*a, '.repeat(100)}*a]\nc: [*b, *b]\n`),
]
