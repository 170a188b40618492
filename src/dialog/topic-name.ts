/** What the second and further triggers of a document are called as topics. */
export const topicName = (document: string, trigger: string) => `${document}#${trigger}`
