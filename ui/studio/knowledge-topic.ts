/** Answers from the knowledge when no topic fits, before the Fallback has its say. As new copilots have it. */
export const knowledgeTopic = `kind: AdaptiveDialog
beginDialog:
  kind: OnUnknownIntent
  id: main
  priority: -1
  actions:
    - kind: CreateSearchQuery
      id: make_query
      userInput: =System.Activity.Text
      result: Topic.Query

    - kind: SearchAndSummarizeContent
      id: answer_from_knowledge
      userInput: =Topic.Query.SearchQuery
      variable: Topic.Answer

    - kind: ConditionGroup
      id: when_answered
      conditions:
        - id: answered
          condition: =!IsBlank(Topic.Answer)
          actions:
            - kind: EndDialog
              id: no_fallback
              clearTopicQueue: true
`
