data "botbiz_users" "all" {}

output "emails" {
  value = data.botbiz_users.all.users[*].email
}

# Fields that have no attribute of their own are in json. Their names are up to the server, so expect none of them.
output "owners" {
  value = [
    for user in data.botbiz_users.all.users : user.name
    if try(jsondecode(user.json).role, null) == "owner"
  ]
}
